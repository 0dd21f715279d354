"""You have many topics, and some of them are bad: briefs in order, failures where they belong.

Under `joblib.parallel_config("dask")` the same call runs on a Dask cluster.
"""

from summarize import Failure, Summarizer, read


def topics():  # could yield millions: only a few are held at a time
    for name in ("agency", "blog", "wire"):
        yield read(f"seeds/{name}.txt", "seeds/explainer.txt")
    yield []


if __name__ == "__main__":  # processes that are started read this file as well
    summarizer = Summarizer(max_points=1)
    for number, brief in enumerate(summarizer.summarize_many(topics(), n_jobs=2)):
        if isinstance(brief, Failure):
            print(f"{number}. failed: {brief.reason}")
        else:
            print(f"{number}. {brief.points[0].text}")
