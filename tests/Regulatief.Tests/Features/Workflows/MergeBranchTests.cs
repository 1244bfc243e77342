using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Tests.Features.ElsaApi;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Features.Workflows;

namespace Regulatief.Tests.Features.Workflows;

public sealed class MergeBranchTests(SqliteHost host) : ElsaApiTest(host)
{
    private Account _first = null!;
    private Account _second = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_first, _second) = (await Designer(), await Designer());
    }

    [Fact]
    public async Task MergeBranch_AnybodyButADesigner_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(await Given(A.ProbationOfficer())).SendAsync(new MergeBranchCommand(Guid.NewGuid(), "r", [])))).Code.ShouldBe("role-may-not");

    [Fact]
    public async Task MergeBranch_NoBranch_IsNotFound()
    {
        await Saved(_first);
        var draft = await Read(db => db.Definitions.SingleAsync(d => d.DefinitionId == DefinitionId, Cancel));

        await Should.ThrowAsync<NotFoundException>(As(_first).SendAsync(new MergeBranchCommand(draft.Id, "r", [])));
    }

    [Fact]
    public async Task MergeBranch_DifferentStepsChanged_GoesTogetherByItself()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Add(stale, "extra", "bellen"));

        var page = await Page(branch);
        await As(_first).SendAsync(new MergeBranchCommand(branch, page.Revision, []));

        page.Conflicts.ShouldBeEmpty();
        page.HasBasis.ShouldBeTrue();
        var merged = await Latest(_first);
        TitleIn(merged, "bellen").ShouldBe("Mailen");
        Steps(merged).ShouldBe(["bellen", "klaar", "extra"]);
        Lines(merged).ShouldBe(["bellen>klaar", "bellen>extra"]);
        ((string?)merged["name"]).ShouldBe($"Proef {DefinitionId}");
        merged["vendorField"]!["kept"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task MergeBranch_BothDescribedIt_NamesThatAsTheReaderDoes()
    {
        var branch = await TwoDrew(draft => Described(draft, "Zo."), stale => Described(stale, "Of zo."));
        var page = await Page(branch);

        var refusal = await Should.ThrowAsync<CaseRuleException>(As(_first).SendAsync(new MergeBranchCommand(branch, page.Revision, [])));

        refusal.Values.ShouldBe(["Omschrijving"]);
    }

    [Fact]
    public async Task MergeBranch_BothChangedOneStep_AsksAndTakesWhatIsChosen()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Title(stale, "bellen", "Langsgaan"));
        var page = await Page(branch);
        var conflict = page.Conflicts.ShouldHaveSingleItem();

        (await Should.ThrowAsync<CaseRuleException>(As(_first).SendAsync(new MergeBranchCommand(branch, page.Revision, [])))).Code.ShouldBe("merge-unresolved");
        TitleIn(await Latest(_first), "bellen").ShouldBe("Mailen");
        await As(_first).SendAsync(new MergeBranchCommand(branch, page.Revision, [new MergeChoice(conflict.Key, MergeSide.Branch)]));

        conflict.Settings.ShouldBe([new MergedSetting("title", "Bellen", "Mailen", "Langsgaan")]);
        TitleIn(await Latest(_first), "bellen").ShouldBe("Langsgaan");
    }

    [Fact]
    public async Task MergeBranch_RemovedByOneAndUntouchedByTheOther_IsRemoved()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Remove(stale, "klaar"));

        await As(_first).SendAsync(new MergeBranchCommand(branch, (await Page(branch)).Revision, []));

        var merged = await Latest(_first);
        Steps(merged).ShouldBe(["bellen"]);
        Lines(merged).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("description")]
    [InlineData("variables")]
    public async Task MergeBranch_PartThatTheBranchEmptied_IsGone(string part)
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Emptied(stale, part));

        await As(_first).SendAsync(new MergeBranchCommand(branch, (await Page(branch)).Revision, []));

        var merged = JsonNode.Parse((await Read(db => db.Definitions.SingleAsync(d => d.DefinitionId == DefinitionId, Cancel))).Json)!.AsObject();
        merged.ContainsKey(part).ShouldBeFalse();
        TitleIn(merged, "bellen").ShouldBe("Mailen");
    }

    [Fact]
    public async Task MergeBranch_TogetherLargerThanIsLookedAt_IsRefusedAndNothingChanges()
    {
        var branch = await TwoDrew(draft => Many(draft, "een"), stale => Many(stale, "twee"));
        var page = await Page(branch);

        (await Should.ThrowAsync<DefinitionRefusedException>(As(_first).SendAsync(new MergeBranchCommand(branch, page.Revision, [])))).Problems.ShouldContain(p => p.Code == "too-many-activities");

        DefinitionDocument.RevisionIn(await Latest(_first)).ShouldBe(page.Revision);
    }

    [Fact]
    public async Task MergeBranch_IdThatLooksLikeABranch_IsNone()
    {
        var designer = As(_first);
        var drawing = Drawing();
        drawing["definitionId"] = $"{DefinitionId}~12345678-abcdefgh";
        var id = Guid.Parse((string)(await designer.SendAsync(new SaveDefinitionCommand(drawing, false))).WorkflowDefinition["id"]!);
        await Saved(_first);

        await Should.ThrowAsync<NotFoundException>(Page(id));
        (await designer.SendAsync(new DefinitionListQuery())).Definitions.Single(d => d.Versions.Any(v => v.Id == id)).IsBranch.ShouldBeFalse();
    }

    [Fact]
    public async Task MergeBranch_Kept_IsABranchInTheListUntilItIsMerged()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Add(stale, "extra", "bellen"));
        var listed = (await As(_first).SendAsync(new DefinitionListQuery())).Definitions.Single(d => d.Versions.Any(v => v.Id == branch));

        await As(_first).SendAsync(new MergeBranchCommand(branch, (await Page(branch)).Revision, []));

        listed.IsBranch.ShouldBeTrue();
        listed.Name.ShouldContain(_first.UserName!);
        (await Read(db => db.DefinitionBranches.AnyAsync(b => b.OfDefinitionId == DefinitionId, Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task MergeBranch_DesignerRenamedIt_TakesThatName()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Named(stale, "Nieuwe naam"));

        await As(_first).SendAsync(new MergeBranchCommand(branch, (await Page(branch)).Revision, []));

        ((string?)(await Latest(_first))["name"]).ShouldBe("Nieuwe naam");
    }

    [Fact]
    public async Task MergeBranch_SavedManyTimesMeanwhile_StillKnowsWhatBothBeganWith()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Add(stale, "extra", "bellen"), draft => Title(draft, "klaar", "Einde"), draft => Title(draft, "bellen", "Appen"));

        (await Page(branch)).Conflicts.ShouldBeEmpty();
    }

    [Fact]
    public async Task MergeBranch_StateLongForgotten_AsksForEveryDifference()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Add(stale, "extra", "bellen"));
        await Read(db => db.DraftStates.ExecuteDeleteAsync(Cancel));

        var page = await Page(branch);

        page.HasBasis.ShouldBeFalse();
        page.Conflicts.Select(c => c.Title).ShouldBe(["Bel de cliënt", "extra", "Bel de cliënt · Done → extra"], ignoreOrder: true);
    }

    [Fact]
    public async Task MergeBranch_DraftChangedAfterTheChoice_IsRefusedAndNothingChanges()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Add(stale, "extra", "bellen"));
        var page = await Page(branch);
        await Save(_second, Title(AsStudioSends(await Latest(_second)), "bellen", "Appen"));

        (await Should.ThrowAsync<CaseRuleException>(As(_first).SendAsync(new MergeBranchCommand(branch, page.Revision, [])))).Code.ShouldBe("merge-draft-changed");

        TitleIn(await Latest(_first), "bellen").ShouldBe("Appen");
    }

    [Fact]
    public async Task MergeBranch_OnThePage_ChoosesWithoutScriptAndDeletesTheBranch()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Title(stale, "bellen", "Langsgaan"));
        var browser = await As(_first).BrowseAsync();

        var page = await browser.OpenAsync($"/ontwerper/samenvoegen/{branch}");
        var refused = await browser.SubmitAsync(page);
        var done = await browser.SubmitAsync(refused, new() { ["choices[0].Side"] = "Branch" });

        page.Find("#deel-0 .muted")!.TextContent.ShouldBe("Was: Titel: Bellen");
        page.Document.QuerySelectorAll("#deel-0 .choice__description").Select(d => d.TextContent).ShouldBe(["Titel: Mailen", "Titel: Langsgaan"]);
        refused.Text.ShouldContain("Kies nog wat het wordt bij: Bel de cliënt.");
        done.Text.ShouldContain("Samengevoegd in het concept");
        TitleIn(await Latest(_first), "bellen").ShouldBe("Langsgaan");
        (await Read(db => db.Definitions.AnyAsync(d => d.Id == branch, Cancel))).ShouldBeFalse();
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(MergeBranchCommand) && e.SubjectType == nameof(StoredDefinition) && e.ActorId == _first.Id
            && e.Kind == Regulatief.Cases.Audit.AuditKind.Change, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task MergeBranch_SettingsOfOneStepChangedByEach_TellsWhatEachOfThemMakesOfThem()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Title(Set(stale, "bellen", "termInWorkingDays", "9"), "bellen", "Langsgaan"));

        var conflict = (await Page(branch)).Conflicts.ShouldHaveSingleItem();

        conflict.Settings.ShouldBe([new MergedSetting("title", "Bellen", "Mailen", "Langsgaan"), new MergedSetting("termInWorkingDays", null, null, "9")]);
    }

    [Fact]
    public async Task MergeBranch_ChangedByOne_TellsWhatItWasAndBecomes()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Remove(stale, "klaar"));

        var parts = (await Page(branch)).ByItself;

        parts.Select(p => (p.Title, p.Taken, p.KindOf(p.Taken!.Value))).ShouldBe(
        [
            ("Bel de cliënt", MergeSide.Draft, DrawingChange.Changed), ("klaar", MergeSide.Branch, DrawingChange.Removed),
            ("Bel de cliënt · Done → klaar", MergeSide.Branch, DrawingChange.Removed),
        ], ignoreOrder: true);
        parts.Single(p => p.Title == "Bel de cliënt").Settings.ShouldBe([new MergedSetting("title", "Bellen", "Mailen", "Bellen")]);
    }

    [Fact]
    public async Task MergeBranch_BranchPublishedMeanwhile_StaysThere()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Add(stale, "extra", "bellen"));
        await Read(db => db.Definitions.Where(d => d.Id == branch).ExecuteUpdateAsync(d => d.SetProperty(v => v.IsPublished, true), Cancel));

        var result = await As(_first).SendAsync(new MergeBranchCommand(branch, (await Page(branch)).Revision, []));

        result.IsBranchDeleted.ShouldBeFalse();
        (await Read(db => db.Definitions.AnyAsync(d => d.Id == branch, Cancel))).ShouldBeTrue();
    }

    [Fact]
    public async Task MergeBranch_NothingDiffers_DeletesTheBranchAndLeavesTheDraft()
    {
        var branch = await TwoDrew(draft => Title(draft, "bellen", "Mailen"), stale => Title(stale, "bellen", "Mailen"));
        var page = await Page(branch);

        await As(_first).SendAsync(new MergeBranchCommand(branch, page.Revision, []));

        page.IsEqual.ShouldBeTrue();
        DefinitionDocument.RevisionIn(await Latest(_first)).ShouldBe(page.Revision);
        (await Read(db => db.Definitions.AnyAsync(d => d.Id == branch, Cancel))).ShouldBeFalse();
    }

    private Task<MergePage> Page(Guid branch) => As(_first).SendAsync(new MergePageQuery(branch, []));

    /// <summary>Both open one state; the second designer saves, then the first does, which is kept apart.</summary>
    private async Task<Guid> TwoDrew(Func<JsonObject, JsonObject> draft, Func<JsonObject, JsonObject> stale, params Func<JsonObject, JsonObject>[] more)
    {
        var opened = AsStudioSends((await Save(_first, Described(Drawing(), "Zo begon het."))).WorkflowDefinition);
        foreach (var change in more.Prepend(draft))
        {
            await Save(_second, change(AsStudioSends(await Latest(_second))));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        (await Save(_first, stale(opened))).KeptAs.ShouldNotBeNull();
        return await Read(db => db.Definitions.Where(d => db.DefinitionBranches.Any(b => b.OfDefinitionId == DefinitionId && b.DefinitionId == d.DefinitionId)).Select(d => d.Id).SingleAsync(Cancel));
    }

    private Task<SaveDefinitionResult> Save(Account designer, JsonObject model) => As(designer).SendAsync(new SaveDefinitionCommand(model, false));

    private static JsonObject Many(JsonObject model, string name)
    {
        for (var i = 0; i < 1_200; i++) model["root"]!["activities"]!.AsArray().Add((JsonNode)new JsonObject { ["id"] = $"{name}{i}", ["type"] = "Elsa.WriteLine", ["version"] = 1 });
        return model;
    }

    private static JsonObject Emptied(JsonObject model, string part)
    {
        model[part] = model[part] is JsonArray ? new JsonArray() : null;
        return model;
    }

    private static JsonObject Named(JsonObject model, string name)
    {
        model["name"] = name;
        return model;
    }

    private static JsonObject Described(JsonObject model, string text)
    {
        model["description"] = text;
        return model;
    }

    private static JsonObject Title(JsonObject model, string id, string title) => Set(model, id, "title", title);

    private static JsonObject Set(JsonObject model, string id, string input, string value)
    {
        Step(model, id)[input] = new JsonObject { ["typeName"] = null, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value }, ["memoryReference"] = null };
        return model;
    }

    private static JsonObject Add(JsonObject model, string id, string after)
    {
        model["root"]!["activities"]!.AsArray().Add((JsonNode)new JsonObject { ["id"] = id, ["type"] = "Elsa.WriteLine", ["version"] = 1 });
        model["root"]!["connections"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = after, ["port"] = "Done" }, ["target"] = new JsonObject { ["activity"] = id, ["port"] = "In" },
        });
        return model;
    }

    private static JsonObject Remove(JsonObject model, string id)
    {
        model["root"]!["activities"]!.AsArray().Remove(Step(model, id));
        model["root"]!["connections"]!.AsArray().Clear();
        return model;
    }

    private static JsonNode Step(JsonObject model, string id) => model["root"]!["activities"]!.AsArray().Single(a => (string?)a!["id"] == id)!;

    private static string? TitleIn(JsonObject document, string id) => (string?)Step(document, id)["title"]!["expression"]!["value"];

    private static IEnumerable<string?> Steps(JsonObject document) => document["root"]!["activities"]!.AsArray().Select(a => (string?)a!["id"]);

    private static IEnumerable<string> Lines(JsonObject document) => (document["root"]!["connections"] as JsonArray ?? []).Select(c => $"{c!["source"]!["activity"]}>{c["target"]!["activity"]}");
}
