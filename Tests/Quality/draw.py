"""Draws response times by load as SVG: a mean for each way to choose, and how far above the optimum it is."""

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 760, 70, 190, 48, 60
WAYS = [
    # key, what it is called, colour, dashes: told apart without colours too
    ("nearest", "nearest first", "#c1272d", "7 4"),
    ("engine", "the engine", "#0b5fa5", ""),
    ("moment", "best of each moment", "#3a8a3a", "2 4"),
    ("optimum", "clairvoyant optimum", "#555555", "10 3 2 3"),
]


def steps(top):
    """Round numbers for an axis, five or so."""
    for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000):
        if top / step <= 6:
            return [step * n for n in range(int(top / step) + 2)]
    return [0, top]


class Panel:
    def __init__(self, y, height, loads, top):
        self.y, self.height, self.loads, self.marks = y, height, loads, steps(top)

    def at(self, load, value):
        x = LEFT + (WIDTH - LEFT - RIGHT) * load / max(self.loads)
        return x, self.y + self.height * (1 - value / self.marks[-1])

    def frame(self, title, unit):
        right = WIDTH - RIGHT
        lines = [f'<text x="{LEFT}" y="{self.y - 12}" class="title">{title}</text>']
        for mark in self.marks:
            y = self.at(0, mark)[1]
            lines.append(f'<line x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
            lines.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{mark}{unit}</text>')
        for load in self.loads:
            if load % 20 == 0:
                x = self.at(load, 0)[0]
                lines.append(f'<text x="{x:.1f}" y="{self.y + self.height + 18}" text-anchor="middle">{load} %</text>')
        return lines

    def curve(self, values, colour, dashes):
        points = " ".join("{:.1f},{:.1f}".format(*self.at(load, value)) for load, value in zip(self.loads, values))
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.2"{dash}/>'


def legend(panel, ends):
    """Names beside the curves' ends, no two on one another."""
    lines, last = [], None
    for value, name, colour in sorted(ends, reverse=True):
        x, y = panel.at(panel.loads[-1], value)
        y = y if last is None else max(y, last + 15)
        last = y
        lines.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}</text>')
    return lines


def svg(loads, figures):
    """`figures[way]` has the mean of each load, in seconds."""
    half = (HEIGHT - TOP - BOTTOM - 70) // 2
    mean = Panel(TOP, half, loads, max(max(figures[way]) for way, *_ in WAYS))
    above = {
        way: [100 * (value / best - 1) for value, best in zip(figures[way], figures["optimum"])] for way, *_ in WAYS
    }
    gap = Panel(TOP + half + 70, half, loads, max(above["nearest"]))
    lines = mean.frame("Press to first unit on scene, mean", " s")
    lines += gap.frame("Longer than the optimum of somebody who knows what is to come", " %")
    for way, name, colour, dashes in WAYS:
        lines.append(mean.curve(figures[way], colour, dashes))
        if way != "optimum":
            lines.append(gap.curve(above[way], colour, dashes))
    lines += legend(mean, [(figures[way][-1], name, colour) for way, name, colour, _ in WAYS])
    lines += legend(gap, [(above[way][-1], name, colour) for way, name, colour, _ in WAYS if way != "optimum"])
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    lines.append(f'<text x="{middle}" y="{HEIGHT - 14}" text-anchor="middle">units busy, per cent; beyond 100: presses</text>')
    style = "text{font:13px sans-serif;fill:#222} .title{font-weight:bold} .grid{stroke:#ddd}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Response time by load under four ways to choose units">\n<style>{style}</style>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n' + "\n".join(lines) + "\n</svg>\n"
    )
