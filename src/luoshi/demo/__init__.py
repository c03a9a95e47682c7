"""The demo city 云川市: made by running the product's own actions from a seed.

Every number can be explained: :mod:`luoshi.demo.story` draws how each unit really did, and
what it said of it; everything else follows from actions that people of the city take.
"""
