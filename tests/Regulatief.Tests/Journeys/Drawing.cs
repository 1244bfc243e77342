using System.Text.Json;
using Microsoft.Playwright;

namespace Regulatief.Tests.Journeys;

/// <summary>The drawing in Elsa Studio's editor, worked at with the mouse as a person does: steps and lines lie over one another, so it looks for a spot that can be hit.</summary>
internal sealed class Drawing(IPage page)
{
    private const int Slack = 8;

    private ILocator Canvas => page.Locator(".x6-graph").First;

    /// <summary>The ids of the steps that are drawn.</summary>
    public async Task<string[]> StepsAsync() => await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.x6-node')].map((step) => step.dataset.cellId)");

    /// <summary>Drags the paper until the step stands at this place of the canvas.</summary>
    public async Task ShowAsync(string step, float left, float top)
    {
        var area = (await Canvas.BoundingBoxAsync())!;
        for (var turn = 0; turn < 10; turn++)
        {
            var now = (await page.Locator($".x6-node[data-cell-id='{step}']").BoundingBoxAsync())!;
            var (right, down) = (area.X + left - now.X, area.Y + top - now.Y);
            if (Math.Abs(right) + Math.Abs(down) < Slack) return;

            var paper = await PaperAsync();
            await DragAsync(paper, (paper.X + Math.Clamp(right, -300, 300), paper.Y + Math.Clamp(down, -180, 180)));
        }
    }

    /// <summary>Drags a step from the list to this place of the canvas.</summary>
    public async Task AddAsync(ILocator item, float left, float top) => await item.DragToAsync(Canvas, new() { TargetPosition = new() { X = left, Y = top } });

    public async Task ConnectAsync(string from, string outcome, string to)
    {
        await ClickPaperAsync(); // the frame of a selected step covers its ports
        await DragAsync(await SpotAsync(Port(from, outcome)), await SpotAsync(Port(to, "In")));
    }

    public async Task RemoveLineAsync(string from, string outcome, string to)
    {
        var spot = await EvaluateAsync(
            """
            ([from, to]) => {
              const center = (selector) => { const r = document.querySelector(selector).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; };
              const near = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) < 16;
              for (const line of document.querySelectorAll(".x6-edge")) {
                const path = line.querySelector("path");
                const at = (part) => { const p = path.getPointAtLength(path.getTotalLength() * part).matrixTransform(path.getScreenCTM()); return [p.x, p.y]; };
                if (!near(at(0), center(from)) || !near(at(1), center(to))) continue;
                for (let part = 0.1; part < 0.95; part += 0.01) if (line.contains(document.elementFromPoint(...at(part)))) return at(part);
              }
              return null;
            }
            """,
            Port(from, outcome), Port(to, "In"));
        await page.Mouse.ClickAsync(spot.X, spot.Y);
        await page.Keyboard.PressAsync("Delete");
    }

    public async Task ClickPaperAsync()
    {
        var paper = await PaperAsync();
        await page.Mouse.ClickAsync(paper.X, paper.Y);
    }

    private static string Port(string step, string name) => $".x6-node[data-cell-id='{step}'] g[port='{name}']";

    private Task<(float X, float Y)> SpotAsync(string selector) => EvaluateAsync(
        """
        ([selector]) => {
          const part = document.querySelector(selector);
          const { x, y, width, height } = part.getBoundingClientRect();
          for (let far = 0; far < width / 2; far++)
            for (const [right, down] of [[0, far], [0, -far], [far, 0], [-far, 0], [far, far], [-far, -far]])
              if (part.contains(document.elementFromPoint(x + width / 2 + right, y + height / 2 + down))) return [x + width / 2 + right, y + height / 2 + down];
          return null;
        }
        """,
        selector);

    /// <summary>The spot nearest to the middle where nothing is drawn.</summary>
    private Task<(float X, float Y)> PaperAsync() => EvaluateAsync(
        """
        () => {
          const { x, y, width, height } = document.querySelector(".x6-graph").getBoundingClientRect();
          const spots = [];
          for (let down = 20; down < height - 20; down += 12) for (let right = 20; right < width - 20; right += 12) spots.push([x + right, y + down]);
          const far = (spot) => Math.hypot(spot[0] - x - width / 2, spot[1] - y - height / 2);
          return spots.sort((a, b) => far(a) - far(b)).find((spot) => document.elementFromPoint(...spot)?.matches(".x6-graph, .x6-graph-svg, .x6-graph-grid")) ?? null;
        }
        """);

    private async Task<(float X, float Y)> EvaluateAsync(string script, params string[] args)
    {
        var spot = await page.EvaluateAsync<JsonElement?>(script, args);
        return spot is { ValueKind: JsonValueKind.Array } found
            ? (found[0].GetSingle(), found[1].GetSingle())
            : throw new InvalidOperationException($"Nothing on the drawing can be hit for {string.Join(", ", args)}.");
    }

    private async Task DragAsync((float X, float Y) from, (float X, float Y) to)
    {
        await page.Mouse.MoveAsync(from.X, from.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync((from.X + to.X) / 2, (from.Y + to.Y) / 2, new() { Steps = 6 });
        await page.Mouse.MoveAsync(to.X, to.Y, new() { Steps = 6 });
        await page.Mouse.UpAsync();
    }
}
