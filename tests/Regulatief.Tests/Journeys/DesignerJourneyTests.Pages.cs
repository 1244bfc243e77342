using System.Text.Json.Nodes;

namespace Regulatief.Tests.Journeys;

public sealed partial class DesignerJourneyTests
{
    /// <summary>The pages around the drawing with two versions, cases to move and a branch that was kept: on a desk and on a phone.</summary>
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Pages_AroundTheDrawing_AreAccessibleAndFitTheWidth(int width)
    {
        await SaveAsync(WithANewStep(await StoredAsync(Cycle, "Latest")), publish: true);
        var opened = await StoredAsync(Cycle, "Latest");
        await SaveAsync(Titled(opened, "startcontact", "Eerste gesprek"), publish: false);
        await SaveAsync(Titled(await StoredAsync(Cycle, "Latest"), "startcontact", "Eerste gesprek met drie"), publish: false);
        await SaveAsync(Titled(opened, "veiligheid", "Is het veilig?"), publish: false);
        await _page.SetViewportSizeAsync(width, 900);
        await LookAsync("/cycli", width);
        var links = await _page.EvaluateAsync<string[]>("[...document.querySelectorAll(\"a[href*='/vergelijken?'], a[href*='/samenvoegen/']\")].map((link) => link.getAttribute('href'))");
        links.ShouldContain(l => l.Contains("samenvoegen", StringComparison.Ordinal));

        foreach (var path in links)
        {
            await LookAsync(path, width);
            await ReachEachStepAsync(path);
        }

        await LookAsync($"/ontwerper/gebruik/{Cycle}", width);
        await LookAsync($"/ontwerper/drukte/{Cycle}?version=1", width);
        await LookAsync($"/ontwerper/controle/{Cycle}", width);
        await LookAsync($"/ontwerper/simulatie/{Cycle}", width);
        await LookAsync($"/ontwerper/verplaatsen/{Cycle}?van=1", width);
        await LookAsync($"/ontwerper/verplaatsen/{Cycle}?van=1&proef=true", width);
        await _page.Locator("#proef form button").ClickAsync();
        await _page.WaitForURLAsync("**/ontwerper/verplaatsingen/*");
        await LookAsync(new Uri(_page.Url).AbsolutePath, width);
    }

    private async Task LookAsync(string path, int width)
    {
        await Designer.OpenAsync(path);
        if (Pictures is not null) await _page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{path.Replace('/', '-').Split('?')[0]}{path.Length}-{width}.png"), FullPage = true });
        (await _page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, path);
    }

    /// <summary>Of what a list links to on the drawing, all is in sight once chosen.</summary>
    private async Task ReachEachStepAsync(string path)
    {
        foreach (var link in await _page.Locator("a[href^='#stap-']").AllAsync())
        {
            await link.ClickAsync();
            (await _page.EvaluateAsync<bool>("""
                (() => {
                  const step = document.querySelector(":target").getBoundingClientRect();
                  const box = document.querySelector(".cycle__scroll").getBoundingClientRect();
                  return step.left >= box.left && step.right <= box.right && step.top >= Math.max(0, box.top) && step.bottom <= Math.min(innerHeight, box.bottom);
                })()
                """)).ShouldBeTrue($"{path}: {await link.GetAttributeAsync("href")}");
        }
    }

    private static JsonObject WithANewStep(JsonObject stored)
    {
        var model = (JsonObject)stored.DeepClone();
        var root = model["root"]!;
        var step = StepOf(model, "veiligheid").DeepClone();
        (step["id"], step["nodeId"], step["name"]) = ("huisbezoek", null, "huisbezoek");
        step["metadata"]!["displayText"] = "Huisbezoek";
        step["metadata"]!["designer"]!["position"]!["y"] = (double)step["metadata"]!["designer"]!["position"]!["y"]! + 120;
        root["activities"]!.AsArray().Add(step);
        var before = root["connections"]!.AsArray().Single(c => (string?)c!["target"]!["activity"] == "veiligheid")!;
        before["target"]!["activity"] = "huisbezoek";
        root["connections"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = "huisbezoek", ["port"] = "Done" }, ["target"] = new JsonObject { ["activity"] = "veiligheid", ["port"] = "In" },
        });
        return model;
    }

    private static JsonObject Titled(JsonObject stored, string id, string title)
    {
        var model = (JsonObject)stored.DeepClone();
        StepOf(model, id)["title"]!["expression"]!["value"] = title;
        return model;
    }

    private static JsonNode StepOf(JsonObject model, string id) => model["root"]!["activities"]!.AsArray().Single(a => (string?)a!["id"] == id)!;

    /// <summary>As Studio saves; a stale save is kept as a branch and answered as an error.</summary>
    private Task<int> SaveAsync(JsonObject model, bool publish) => _page.EvaluateAsync<int>(
        """
        async (body) => {
          const { token } = await (await fetch("/ontwerper/token")).json();
          const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
          return (await fetch("/elsa/api/workflow-definitions", { method: "POST", headers, body })).status;
        }
        """,
        new JsonObject { ["model"] = model.DeepClone(), ["publish"] = publish }.ToJsonString());
}
