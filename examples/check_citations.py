"""You want to trust a brief that somebody sent you: check every quotation against its source."""

from summarize import Brief, read, summarize, verify

documents = read("seeds/")
text = summarize(documents, max_points=5).to_json()  # what you were sent
for mismatch in verify(Brief.from_json(text), documents):
    print(mismatch)
print("every quotation stands where the brief says")
