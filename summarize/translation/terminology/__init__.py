"""Work on glossaries themselves: TBX and tables, what is wrong in one, and terms found in translations."""
