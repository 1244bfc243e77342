using Microsoft.Extensions.Logging;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Hosting;

/// <summary>Who tries what the borders stop is found in the log: by account, place and code.</summary>
public sealed class RefusalsInLogsTests(SqliteHost host) : FeatureTest(host)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Host.Log.Least = LogLevel.Information;
    }

    [Fact]
    public async Task Log_OfARequestOutOfBounds_HasItsFieldsAndCodes()
    {
        var officer = await Given(A.ProbationOfficer());
        var browser = await As(officer).BrowseAsync();

        await browser.SubmitAsync(
            await browser.OpenAsync("/mijn-account"), new() { ["Form.CurrentPassword"] = "zomaar iets", ["Form.Password"] = "kort" }, form: "form[action$='/wachtwoord']");

        Line("was refused: ").ShouldContain($"ChangePasswordCommand of {officer.Id}");
        Line("was refused: ").ShouldNotContain("zomaar iets");
    }

    [Fact]
    public async Task Log_OfAFormWithoutItsToken_NamesTheActionAndTheAccount()
    {
        var officer = await Given(A.ProbationOfficer());
        var browser = await As(officer).BrowseAsync();
        using var form = new FormUrlEncodedContent([]);

        await browser.Http.PostAsync(new Uri("/mijn-account/wachtwoord", UriKind.Relative), form, Cancel);

        Line("came without its token").ShouldContain($"of {officer.Id}");
    }

    [Fact]
    public async Task Log_OfWhatALimitStops_NamesTheRouteAndTheAccount()
    {
        var officer = await Given(A.ProbationOfficer());
        var browser = await As(officer).BrowseAsync();

        for (var i = 0; i < 70; i++)
        {
            using var words = new FormUrlEncodedContent([KeyValuePair.Create("Search", "jansen")]);
            await browser.Http.PostAsync(new Uri("/trajecten/zoeken", UriKind.Relative), words, Cancel);
        }

        Line("was stopped by its limit").ShouldContain($"POST trajecten/zoeken of {officer.Id}", Shouldly.Case.Insensitive);
    }

    private string Line(string words) => Host.Log.Lines.First(line => line.Contains(words, StringComparison.Ordinal));
}
