"""The deliveries of forges and pipelines, turned into facts. They are read leniently: what we do
not know is passed over, and what is missing is not known.
"""
