"""You prefer another clustering: `fit_predict` of scikit-learn plugs in unchanged."""

from sklearn.cluster import HDBSCAN

from summarize import Summarizer, read

clusterer = HDBSCAN(min_cluster_size=2, copy=True).fit_predict
brief = Summarizer(clusterer=clusterer, max_points=5).summarize(read("seeds/"))
for point in brief.points:
    print(point.cluster, point.n_sources, point.text)
