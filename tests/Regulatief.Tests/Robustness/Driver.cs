using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.RiskSignals;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Robustness;

/// <summary>Uses the product over its API, case after case, and asks again with the same key whatever was not answered. Keeps its own ledger.</summary>
internal sealed class Driver(RegulatiefHost host, Func<CancellationToken, Task<HttpClient>> program, string name)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Professional = [nameof(CaseRole.Professional)];

    private readonly Dictionary<Guid, string> _tokens = [];
    private Account _officer = null!;
    private VolunteerUnderTest _volunteer = null!;
    private Project[] _projects = [];

    public required Ledger Ledger { get; init; }

    /// <summary>Commands that had to be asked again, because no answer came.</summary>
    public int Repeated { get; private set; }

    /// <summary>Answers that the server is not able to carry it out.</summary>
    public int Refused { get; private set; }

    public static async Task<Driver> In(RegulatiefHost host, Func<CancellationToken, Task<HttpClient>> program, string name, Ledger ledger)
    {
        var driver = new Driver(host, program, name)
        {
            Ledger = ledger,
            _officer = await A.ProbationOfficer().InAsync(host),
            _projects =
            [
                await A.Project().Running(TestDefinitions.IntakeThenTask).InAsync(host),
                await A.Project().Running(TestDefinitions.OtherWorkflowThenTask).InAsync(host),
                await A.Project().Running(TestDefinitions.MakingAgreements).InAsync(host),
            ],
        };
        driver._volunteer = await A.Volunteer().In(driver._projects[0]).WithCapacityFor(1000).InAsync(host);
        return driver;
    }

    /// <summary>Works until told to stop, and ends the case that it is at.</summary>
    /// <returns>How many cases it worked on.</returns>
    public async Task<int> WorkAsync(CancellationToken stop)
    {
        var cases = 0;
        while (!stop.IsCancellationRequested)
        {
            await WorkOnCaseAsync(cases);
            cases++;
        }

        return cases;
    }

    private async Task WorkOnCaseAsync(int number)
    {
        var started = await SendAsync(_officer, nameof(StartCaseCommand), "cases", $"{name}-{number}-start", "caseId", new
        {
            firstName = "Cliënt", lastName = $"{name} {number}", bornOn = "1990-04-01", projectId = _projects[number % 3].Id.Value,
            goals = new[] { new { text = "Werk", kind = "SocialInclusion", lifeDomain = "WorkAndEducation" } },
        });
        var @case = CaseId.From(started);
        await PairAsync(@case);
        switch (number % 3)
        {
            case 0:
                await DoTasksAsync(@case, number);
                break;
            case 1:
                await NoteAndWithdrawAsync(@case, number);
                await DoTasksAsync(@case, number);
                break;
            default:
                await AgreeAndWithdrawAsync(@case, number);
                break;
        }
    }

    private async Task DoTasksAsync(CaseId @case, int number)
    {
        for (var step = 1; await NextTaskAsync(@case) is { } task && step <= 2; step++)
        {
            object body = task.Kind == HumanTaskKind.Intake ? new { data = TaskForm.Write(Answers.Intake) } : new { outcome = task.Outcomes[0], data = new { } };
            await SendAsync(_officer, nameof(CompleteHumanTaskCommand), $"tasks/{task.Id}/complete", $"{name}-{number}-task-{step}", "taskId", body);
        }
    }

    private async Task NoteAndWithdrawAsync(CaseId @case, int number)
    {
        var signal = await SendAsync(_volunteer.Account, nameof(NoteRiskSignalCommand), $"cases/{@case}/risk-signals", $"{name}-{number}-note", "id",
            new { kind = "RisingRiskBehaviour", observation = "Slaapt slecht.", severity = "Worrying", observedOn = TimeProvider.System.Today() });
        await SendAsync(_volunteer.Account, nameof(WithdrawRiskSignalCommand), $"risk-signals/{signal}/withdraw", $"{name}-{number}-back", null, new { });
    }

    private async Task AgreeAndWithdrawAsync(CaseId @case, int number)
    {
        var today = TimeProvider.System.Today();
        var agreement = await SendAsync(_officer, nameof(ProposeAgreementCommand), $"cases/{@case}/agreements", $"{name}-{number}-propose", "agreementId", new
        {
            purpose = "Samen werken aan de doelen.",
            discussFirst = "Eerst praat de vrijwilliger met de cliënt.",
            validFrom = today,
            validUntil = today.AddYears(1),
            categories = new[] { new { category = nameof(InformationCategory.RiskSignals), recipients = Professional } },
        });
        var sign = $"agreements/{agreement}/sign";
        await SendAsync(_officer, nameof(SignAgreementCommand), sign, $"{name}-{number}-officer", null, new { });
        await SendAsync(_officer, nameof(SignAgreementCommand), sign, $"{name}-{number}-client", null, new { forClient = true, inOwnWords = "Eerst met mij praten.", clientConfirms = true });
        await SendAsync(_volunteer.Account, nameof(SignAgreementCommand), sign, $"{name}-{number}-volunteer", null, new { });
        // Its withdrawal is an event that the cycle waits for.
        await SendAsync(_volunteer.Account, nameof(WithdrawAgreementCommand), $"agreements/{agreement}/withdraw", $"{name}-{number}-end", null, new { reason = "Anders dan gedacht." });
    }

    /// <summary>The volunteer beside the client, put there as a row: a match is not what is tried here. A program that was paused may hold the database for long.</summary>
    private async Task PairAsync(CaseId @case)
    {
        while (true)
        {
            try
            {
                await host.WriteAsync(db => db.Add(new VolunteerAssignment { CaseId = @case, VolunteerId = _volunteer.Id, From = TimeProvider.System.GetUtcNow() }));
                return;
            }
            catch (Exception exception) when (exception.IsUnavailable())
            {
                await Task.Delay(Pause);
            }
        }
    }

    private Task<HumanTask?> NextTaskAsync(CaseId @case) => host.ReadAsync(db => db.HumanTasks.AsNoTracking()
        .Where(t => t.CaseId == @case && t.Status == HumanTaskStatus.Open && (t.Kind == HumanTaskKind.Intake || t.Kind == HumanTaskKind.CaseTask)).FirstOrDefaultAsync());

    /// <summary>Posts until it is answered, with one key.</summary>
    /// <param name="idIn">The member of the answer that holds an id; null when it holds none.</param>
    private async Task<Guid> SendAsync(Account account, string command, string path, string key, string? idIn, object body)
    {
        Ledger.Send(account.Id, key, command);
        for (var sends = 1; ; sends++)
        {
            if (sends == 2) Repeated++;
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/{path}") { Content = JsonContent.Create(body) };
                request.Headers.Add(RequestKey.Header, key);
                var http = await program(CancellationToken.None);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(http, account));
                using var answer = await http.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode)
                {
                    Guid? id = idIn is null ? null : JsonNode.Parse(text)![idIn]!.GetValue<Guid>();
                    Ledger.Acknowledge(account.Id, key, id);
                    return id ?? default;
                }

                if (answer.StatusCode >= HttpStatusCode.InternalServerError) Refused++;
                if (answer.StatusCode == HttpStatusCode.Unauthorized) _tokens.Remove(account.Id);
                else if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                    throw new InvalidOperationException($"{command} {key} was answered {(int)answer.StatusCode}: {text}");
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or ObjectDisposedException)
            {
                // The program is gone: it is asked again once it is back.
            }

            await Task.Delay(Pause);
        }
    }

    private async Task<string> TokenAsync(HttpClient http, Account account)
    {
        if (_tokens.TryGetValue(account.Id, out var known)) return known;
        using var answer = await http.PostAsJsonAsync("api/v1/auth/token", new { userName = account.UserName, password = A.Password });
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) throw new HttpRequestException("No token yet.");
        answer.EnsureSuccessStatusCode();
        return _tokens[account.Id] = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["accessToken"]!;
    }
}
