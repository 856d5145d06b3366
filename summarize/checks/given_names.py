"""Given names in Latin letters, which a translation into Cyrillic spells out."""

from __future__ import annotations

from functools import lru_cache

_NAMES = """
Aaron Abdul Adam Adrian Aidan Alan Albert Alejandro Aleksandr Alessandro Alex Alexander Alexandra Alexei Ali
Alice Alicia Alina Alison Allan Amanda Amelia Amina Amir Amy Ana Anastasia Andrea Andreas Andrei Andrew
Andrey Andrzej Angela Angelina Anita Ann Anna Anne Annie Anthony Antoine Anton Antonio Anya Arnold Arthur
Asel Askar Astrid Aziz Barack Barbara Beatrice Ben Benjamin Bernard Bernd Beth Betty Bill Bob Bogdan Boris
Brandon Brenda Brett Brian Bruce Bruno Bryan Camille Carl Carla Carlos Carmen Carol Caroline Catherine
Cecilia Charles Charlie Charlotte Chen Chris Christian Christina Christine Christopher Claire Clara Claude
Claudia Colin Connor Craig Cristina Daisy Dan Dana Daniel Daniela Danielle Daria Darren Dave David Dean
Deborah Denis Dennis Derek Diana Diane Diego Dieter Dinara Dmitri Dmitry Dominic Donald Donna Doris Dorothy
Douglas Duncan Dylan Edgar Edith Eduard Eduardo Edward Edwin Elaine Eleanor Elena Eli Elias Elisabeth
Elizabeth Ella Ellen Emil Emily Emma Emmanuel Enrique Eric Erik Erika Ernest Ethan Eugene Eva Evelyn Fatima
Felix Fernando Fiona Florence Frances Francesco Francis Francisco Frank Franz Fred Frederick Friedrich
Gabriel Gareth Gary Gavin Gemma Geoffrey Georg George Georgina Gerald Gerard Gerhard Giorgio Giovanni Giulia
Gleb Gloria Gordon Graham Greg Gregory Guido Gulnara Gustav Guy Hannah Hans Harold Harriet Harry Hassan
Heather Heinrich Helen Helena Helmut Henri Henrik Henry Herbert Herman Hillary Holly Howard Hugh Hugo Ian
Ibrahim Igor Ilya Ingrid Irina Isaac Isabel Isabella Ivan Jack Jackie Jacob Jacques Jake Jakob James Jamie
Jan Jane Janet Jason Javier Jay Jean Jeff Jeffrey Jennifer Jenny Jeremy Jerome Jessica Jill Jim Jimmy Joan
Joanna Joe Joel Johan Johann Johannes John Johnny Jonas Jonathan Jorge Jose Josef Joseph Joshua Juan Judith
Judy Julia Julian Julie Julien Juliet Jurgen Justin Karen Karin Karl Karol Kate Katherine Kathleen Kathy
Katie Katya Keith Kelly Ken Kenneth Kevin Kim Klaus Konstantin Kristin Kristina Kurt Kyle Lars Laura Lauren
Laurence Lawrence Lea Lee Leila Leo Leon Leonard Leonardo Leonid Lewis Li Liam Lily Linda Lisa Liz Lorenzo
Louis Louise Luca Lucas Lucia Lucy Ludwig Luis Luke Lydia Lynn Madina Magnus Malik Manuel Marat Marc Marcel
Marco Marcus Margaret Maria Marie Marina Mario Marion Mark Markus Marta Martha Martin Mary Mathias Matt
Matteo Matthew Maurice Max Maxim Megan Mehmet Melanie Melissa Michael Michel Michelle Miguel Mike Mikhail
Milan Mohammad Mohammed Molly Monica Muhammad Mustafa Nadia Nancy Naomi Natalia Natalie Natasha Nathan Neil
Nelson Nicholas Nick Nicola Nicolas Nicole Nigel Nikita Nikolai Nina Noah Nora Norbert Norman Nursultan Oleg
Olga Oliver Olivia Omar Oscar Oskar Otto Owen Pablo Pamela Paolo Pascal Patricia Patrick Paul Paula Pavel
Pedro Penelope Peter Petra Philip Philippe Phillip Pierre Piotr Rachel Rafael Ralph Ramon Raymond Rebecca
Recep Rhys Ricardo Richard Rob Robert Roberto Robin Rodrigo Roger Roland Roman Ronald Rosa Rose Ross Roy
Ruslan Russell Ruth Ryan Sabina Salman Sam Samantha Samuel Sandra Sara Sarah Sean Sebastian Serena Serge
Sergei Sergey Serik Shannon Sharon Shaun Sheila Shinzo Simon Simone Sofia Sonia Sophia Sophie Stanislav
Stanley Stefan Stella Stephanie Stephen Steve Steven Stuart Susan Susanne Svetlana Sven Tamara Tanya Tatiana
Ted Terence Teresa Terry Thomas Tim Timothy Timur Tobias Todd Tom Tommy Tony Tracy Ulrich Ursula Valentin
Valentina Valeria Vanessa Vera Veronica Victor Victoria Viktor Vincent Vladimir Volodymyr Walter Wendy
Werner Wilhelm William Wolfgang Xavier Yann Yelena Yevgeny Yulia Yuri Yusuf Yves Zara Zhanna Zoe
"""


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(_NAMES.split())


def is_given_name(word: str) -> bool:
    """Whether a word in Latin letters is a common given name."""
    return word in _known()
