using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Intakes;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.Matching;

public sealed class MatchSuggestionTests(SqliteHost host) : MatchingTest(host)
{
    [Fact]
    public async Task Suggestions_AreRankedWithTheirReasonsInWords()
    {
        await Read(db => db.Set<Intake>().ExecuteUpdateAsync(set => set.SetProperty(i => i.HelpNeeds, "Hulp bij administratie en koken."), Cancel));
        var best = await Known("Aniek", v =>
        {
            (v.Place, v.Languages, v.Expertise) = ("utrecht", "Engels en Turks", "Administratie, koken");
            v.AvailableOn = [WeekPart.TuesdayMorning];
        });
        var far = await Known("Bart", v =>
        {
            (v.Place, v.TravelsKilometres, v.Languages) = ("Zeist", 15, "Engels");
            v.AvailableOn = [WeekPart.SundayEvening];
        });

        var suggestions = ((MatchVolunteerChoices)(await Coordinator.SendAsync(new TaskPageQuery(Step.Id))).Choices!).Suggestions;

        suggestions.Select(s => s.VolunteerId).ShouldBe([best.Id.Value, Case.Volunteer.Id.Value, far.Id.Value]);
        suggestions[0].Reasons.Where(r => r.Points > 0).Select(r => r.Kind).ShouldBe(
            [MatchReasonKind.SamePlace, MatchReasonKind.PartsShared, MatchReasonKind.SpeaksToo, MatchReasonKind.NamesToo, MatchReasonKind.Load], ignoreOrder: true);
        suggestions[2].Reasons.Where(r => r.Points < 0).Select(r => r.Kind).ShouldBe([MatchReasonKind.PartsDiffer, MatchReasonKind.DoesNotSpeak], ignoreOrder: true);
        var page = await (await Coordinator.BrowseAsync()).OpenAsync($"/taken/{Step.Id}");
        foreach (var words in new[]
        {
            "Woont ook in utrecht.", "Kan ook op: dinsdagochtend.", "Spreekt ook Turks.", "Sluit aan bij wat de cliënt vraagt: administratie, koken.", "Woont in Zeist en reist tot 15 kilometer.",
            "Geen dagdeel hetzelfde. Deze vrijwilliger kan op: zondagavond.", "Spreekt voor zover bekend geen Turks.", "Staat nu naast 0 van 1 cliënten.",
        })
            page.Text.ShouldContain(words);
    }

    private async Task<VolunteerUnderTest> Known(string name, Action<Volunteer> known)
    {
        var volunteer = await Given(A.Volunteer().In(Case.Project).Named(name, "Testman"));
        await Host.WriteAsync(db =>
        {
            db.Attach(volunteer.Volunteer);
            known(volunteer.Volunteer);
        });
        return volunteer;
    }
}
