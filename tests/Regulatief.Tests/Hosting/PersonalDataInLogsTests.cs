using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Intakes;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Hosting;

/// <summary>A journey of a made-up person whose words stand nowhere else, and a search for them in all that was logged, at every level.</summary>
public sealed class PersonalDataInLogsTests(SqliteHost host) : FeatureTest(host)
{
    private const string FirstName = "Wilhelmijntje";
    private const string LastName = "Quastenburg-Zylstra";
    private const string Words = "knikkerbaanverzamelaarster";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Host.Log.Least = LogLevel.Trace;
    }

    [Fact]
    public async Task Log_OfAWholeJourney_HoldsNoNameBirthDateOrWords()
    {
        var @case = await Given(A.Case().ForClient(FirstName, LastName).Paired());
        var intake = await OpenTask(@case, HumanTaskKind.Intake);
        var officer = await As(@case.Officer).BrowseAsync();

        await officer.OpenAsync($"/trajecten/{@case.Id}");
        var found = await officer.SubmitAsync(await officer.OpenAsync("/trajecten"), new() { ["Words"] = LastName });
        var form = await officer.OpenAsync($"/taken/{intake.Id}");
        await officer.SubmitAsync(form, new() { ["Answers.GoesOn"] = "true", ["Answers.HelpNeeds"] = Words, ["Answers.QualityOfLife"] = Words });
        var api = await As(@case.Officer).ApiAsync();
        await api.PostAsync($"/api/v1/tasks/{intake.Id}/complete", new { data = new { helpNeeds = Words, bestaatNiet = Words } });
        await api.PostAsync($"/api/v1/tasks/{intake.Id}/complete", new { outcome = "Withdrawn", data = TaskForm.Write(Filled) }, "sleutel");
        await Complete(@case, HumanTaskKind.Intake, Filled);
        await api.PostAsync($"/api/v1/tasks/{intake.Id}/complete", new { data = TaskForm.Write(Filled) }, "sleutel");
        await (await As(@case.Client!).BrowseAsync()).OpenAsync("/mijn-traject");
        await (await As(@case.Volunteer.Account).BrowseAsync()).OpenAsync($"/trajecten/{@case.Id}");
        await Host.PassAsync(TimeSpan.FromDays(30));

        found.Text.ShouldContain(LastName);
        found.Path.ShouldNotContain(LastName);
        LinesWithPersonalData().ShouldBeEmpty();
    }

    [Fact]
    public void Control_ANameThatIsLoggedIsFound()
    {
        Host.Services.GetRequiredService<ILogger<PersonalDataInLogsTests>>().LogDebug("Found {Name}", LastName);

        LinesWithPersonalData().ShouldHaveSingleItem();
    }

    private static IntakeAnswers Filled
    {
        get
        {
            var answers = Answers.Intake;
            answers.HelpNeeds = answers.WhyVolunteer = answers.WishesForVolunteer = Words;
            return answers;
        }
    }

    private IEnumerable<string> LinesWithPersonalData() => Host.Log.Lines.Where(line =>
        new[] { FirstName, LastName, Words, "1990-04-01" }.Any(words => line.Contains(words, StringComparison.OrdinalIgnoreCase)));
}
