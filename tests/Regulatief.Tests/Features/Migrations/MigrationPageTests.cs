using System.Net;
using Regulatief.Cases;
using Regulatief.Engine.Migration;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Migrations;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Tests.Features.Migrations;

public sealed class MigrationPageTests(SqliteHost host) : MigrationTest(host)
{
    [Fact]
    public async Task MigrationPage_AnybodyButADesigner_IsForbidden()
    {
        var browser = await As(await Given(A.ProbationOfficer())).BrowseAsync();

        (await browser.OpenAsync($"/ontwerper/verplaatsen/{DefinitionId}")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task MigrationPage_NoSuchDefinition_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(Designer.SendAsync(new MigrationPageQuery("zo-niet", null, [], false)));

    [Fact]
    public async Task MigrationPage_AllCasesRunThePublishedVersion_HasNothingToMove()
    {
        await Publish("a");
        await Given(A.Case().Running(DefinitionId));

        (await (await Designer.BrowseAsync()).OpenAsync($"/ontwerper/verplaatsen/{DefinitionId}")).Text.ShouldContain("Er is niets te verplaatsen");
    }

    [Fact]
    public async Task MigrationPage_Trial_TellsPerCaseAndChangesNothing()
    {
        await Publish("a", "b");
        var @case = await Given(A.Case().Running(DefinitionId));
        await Publish("nieuw", "b");
        var before = await InstanceOf(@case);

        var lost = await Designer.SendAsync(new MigrationPageQuery(DefinitionId, 1, [], true));
        var found = await Designer.SendAsync(new MigrationPageQuery(DefinitionId, 1, [new RenamedStep("a", "nieuw")], true));

        lost.Lost.ShouldHaveSingleItem().CasesHere.ShouldBe(1);
        lost.Lost[0].Choices.ShouldBe([new StepChoice("nieuw", "Stap nieuw")]);
        (lost.Trial!.Ok, lost.Trial.Refused).ShouldBe((0, 1));
        lost.Trial.Shown.ShouldHaveSingleItem().CaseNumber.ShouldBe(@case.Number);
        lost.Trial.Shown[0].Obstacles.ShouldHaveSingleItem().ShouldContain("Stap a");
        (found.Trial!.Ok, found.Trial.Refused).ShouldBe((1, 0));
        (await InstanceOf(@case)).ShouldBeEquivalentTo(before);
        (await Rows()).ShouldBeEmpty();
    }

    [Fact]
    public async Task MigrationPage_ByHand_ChoosesTriesAndMovesWithoutNames()
    {
        await Publish("a", "b");
        var @case = await Given(A.Case().ForClient("Geheim", "Achternaam").Running(DefinitionId));
        await Publish("nieuw", "b");
        var browser = await Designer.BrowseAsync();
        var address = $"/ontwerper/verplaatsen/{DefinitionId}";

        var chosen = await browser.OpenAsync($"{address}?van=1&stappen[0].Old=a&stappen[0].New=nieuw&proef=true");
        var started = await browser.SubmitAsync(chosen);
        await Host.SweepAsync();
        var done = await browser.OpenAsync(started.Path);

        chosen.Text.ShouldContain("1 traject kan mee.");
        started.Text.ShouldContain("De verplaatsing is begonnen.");
        done.Text.ShouldContain("Klaar");
        done.Text.ShouldContain(@case.Number.ToString(Languages.Dutch));
        (await InstanceOf(@case)).DefinitionVersion.ShouldBe(2);
        (chosen.Text + done.Text).ShouldNotContain("Geheim");
        (await browser.OpenAsync(address)).Text.ShouldContain("Versie 1 naar 2");
    }

    [Fact]
    public void Obstacles_EachHasItsSentence()
    {
        var texts = new Texts(typeof(Texts).Assembly);

        Enum.GetNames<MigrationObstacle>().Where(name => !texts.Keys.Contains($"Migrations.Obstacle.{name}")).ShouldBeEmpty();
    }
}
