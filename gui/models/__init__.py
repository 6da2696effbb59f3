"""Thin Qt item models over trees and tables."""
