"""The design system: tokens, base page, form fields, template tags. Plain CSS, no bundler."""
