using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientFiles;

/// <summary>All that is recorded of a client in one case, as the client may have it: for the professional to check and to hand over (AVG, article 15).</summary>
/// <remarks>
/// Left out: what a volunteer noted and did not share, the volunteer's own notes, and what was shared in acute danger or by a legal duty before its review
/// released it to the client.
/// </remarks>
/// <param name="AsFile">To be taken along, instead of checked on the page.</param>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record ReadClientFileQuery(CaseId CaseId, bool AsFile = false) : IClientQuery<ClientFile>, IConcernsCase, IStepsUp
{
    bool IStepsUp.AsksFactor => AsFile;

    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Parts">In the order in which they were recorded, behind one that says whom it is about.</param>
public sealed record ClientFile(CaseId CaseId, int Number, string ClientName, DateTimeOffset MadeAt, IReadOnlyList<FilePart> Parts);

/// <summary>One thing as it was recorded.</summary>
/// <param name="On">Europe/Amsterdam; null for what has no moment of its own.</param>
/// <param name="At">Null for what has a day and no time.</param>
/// <param name="By">Null when nobody is kept with it.</param>
public sealed record FilePart(string Title, DateOnly? On, DateTimeOffset? At, string? By, IReadOnlyList<FileLine> Lines);

public sealed record FileLine(string Label, string Words);

internal sealed class ReadClientFileHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, Texts texts, Dates dates, TimeProvider time)
    : IRequestHandler<ReadClientFileQuery, ClientFile>
{
    public async Task<ClientFile> Handle(ReadClientFileQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        var @case = await db.Cases.WorkedOnBy(actor).ForChange(query.CaseId).Include(c => c.Project).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(ReadClientFileQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);

        var requests = await db.ClientRequests.Where(r => r.CaseId == @case.Id).OrderBy(r => r.AskedAt).AsNoTracking().ToListAsync(cancellationToken);
        List<Recorded> recorded = [.. await CorrectionsAsync(@case, cancellationToken), .. await StepsAsync(@case, cancellationToken), .. await TogetherAsync(@case, cancellationToken), .. requests.Select(RequestOf), .. await SignalsAsync(@case, cancellationToken)];
        var people = recorded.Select(r => r.ById).Concat(requests.Select(r => r.RecordedById)).Append(@case.ProfessionalId).OfType<Guid>().Distinct().ToList();
        var names = await db.NamesForAsync(actor.Role, people, cancellationToken);
        return new ClientFile(
            @case.Id, @case.Number, @case.Client.FullName, time.GetUtcNow(),
            [
                About(@case, names[@case.ProfessionalId], requests),
                .. recorded.OrderBy(r => r.At).Select(r => new FilePart(texts[r.TitleKey], LegalTime.DateOf(r.At), r.HasTime ? r.At : null, r.ById is { } by ? names.GetValueOrDefault(by) : null, [.. r.Lines, .. BesideLines(requests, r.About, r.AboutId)])),
            ]);
    }

    private FilePart About(Case @case, string professional, IReadOnlyList<ClientRequest> requests) => new(texts["ClientFile.About"], null, null, null,
    [
        .. AboutLines(@case, professional), .. BesideLines(requests, ClientRequestAbout.OwnParticulars, null),
        .. @case.Goals.SelectMany(g => BesideLines(requests, ClientRequestAbout.Goal, g.Id.Value, g.Text)),
    ]);

    /// <summary>What the client says of a text, under that text.</summary>
    /// <param name="text">Repeated where it stands among others.</param>
    private IEnumerable<FileLine> BesideLines(IReadOnlyList<ClientRequest> requests, ClientRequestAbout? about, Guid? id, string? text = null) => about is null ? [] : requests
        .Where(r => r.StandsBeside && r.About == about && r.AboutId == id)
        .Select(r => new FileLine(texts[$"BesideText.{r.Kind}.Client"], Joined(new[] { text, r.Words, $"({dates.Day(r.AskedAt)})", r.Answer is null ? null : $"{texts["BesideText.Answer"]} {r.Answer}" }.OfType<string>())));

    private Recorded RequestOf(ClientRequest request) => new("ClientFile.Request", request.AskedAt, request.RecordedById, Lines(
        ("ClientFile.Kind", texts[$"HumanTasks.ClientRequest.{request.Kind}"]), ("HumanTasks.ClientRequest.About", request.About is { } about ? texts.Of(about) : null),
        ("HumanTasks.ClientRequest.Words", request.Words), ("HumanTasks.ClientRequest.Correct", request.Correction is { } correction ? texts.Of(correction) : null),
        ("HumanTasks.ClientRequest.Answer", request.Answer), ("ClientFile.TakenBack", request.TakenBackAt is { } at ? dates.Day(at) : null)));

    private IReadOnlyList<FileLine> AboutLines(Case @case, string professional) => Lines(
        ("ClientFile.Name", @case.Client.FullName),
        ("ClientFile.BornOn", dates.LongDay(@case.Client.BornOn)),
        ("ClientFile.Phone", @case.Client.Phone),
        ("ClientFile.Email", @case.Client.Email),
        ("ClientFile.Prefers", @case.Client.PreferredContact is { } way ? texts.Of(way) : null),
        ("ClientFile.Case", Number(@case.Number)),
        ("ClientFile.Project", @case.Project.Name),
        ("ClientFile.Opened", dates.Moment(@case.OpenedAt)),
        ("ClientFile.Closed", @case.ClosedAt is { } closed ? dates.Moment(closed) : null),
        ("ClientFile.ClosureReason", @case.ClosureReason is { } reason ? texts.Of(reason) : null),
        ("ClientFile.Professional", professional),
        ("ClientFile.Volunteers", Joined(@case.Assignments.OrderBy(a => a.From).Select(a => $"{a.Volunteer.FullName} ({dates.Day(a.From)} – {(a.Until is { } until ? dates.Day(until) : "")})"))),
        ("ClientFile.Form", texts.Of(@case.CooperationForm)),
        ("ClientFile.FormReason", @case.CooperationFormReason),
        ("ClientFile.PauseReason", @case.PauseReason),
        ("ClientFile.Goals", Joined(@case.Goals.OrderBy(g => g.AddedAt).Select(g =>
            $"{g.Text} ({texts.Of(g.Kind)}, {texts.Of(g.LifeDomain)}; {dates.Day(g.AddedAt)}{(g.EndedAt is { } ended ? $" – {dates.Day(ended)}" : "")})"))));

    /// <summary>What was put right at once is told as one.</summary>
    private async Task<IEnumerable<Recorded>> CorrectionsAsync(Case @case, CancellationToken cancellationToken) =>
        (await db.ClientCorrections.Where(c => c.ClientId == @case.ClientId).OrderBy(c => c.Field).AsNoTracking().ToListAsync(cancellationToken))
            .GroupBy(c => (c.At, c.CorrectedById, c.Reason)).Select(same => new Recorded("ClientFile.Correction", same.Key.At, same.Key.CorrectedById,
            [
                .. same.Select(c => new FileLine(texts.Of(c.Field), texts["ClientCorrections.Change", dates.Particular(c.Field, c.Before), dates.Particular(c.Field, c.After)])),
                .. Lines(("ClientFile.Reason", same.Key.Reason)),
            ]));

    private async Task<List<Recorded>> StepsAsync(Case @case, CancellationToken cancellationToken)
    {
        return
        [
            .. (await db.Intakes.Where(i => i.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(i => new Recorded("ClientFile.Intake", i.RecordedAt, i.RecordedById, Lines(
                ("HumanTasks.Intake.HelpNeeds", i.HelpNeeds), ("HumanTasks.Intake.WhyVolunteer", i.WhyVolunteer), ("HumanTasks.Intake.WishesForVolunteer", i.WishesForVolunteer),
                ("HumanTasks.Intake.QualityOfLife", Number(i.QualityOfLife))))),
            .. (await db.InclusionChecks.Where(i => i.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(i => new Recorded("ClientFile.InclusionCheck", i.DecidedAt, i.DecidedById, Lines(
                ("HumanTasks.InclusionCheck.NoSafetyRisk", $"{texts.Of(i.NoSafetyRisk)}. {i.NoSafetyRiskReason}"), ("HumanTasks.InclusionCheck.NeedsHelp", $"{texts.Of(i.NeedsHelp)}. {i.NeedsHelpReason}"),
                ("HumanTasks.InclusionCheck.OpenToContact", $"{texts.Of(i.OpenToContact)}. {i.OpenToContactReason}"), ("HumanTasks.InclusionCheck.ClientsWords", i.ClientsWords)))),
            .. (await db.StartContacts.Where(s => s.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(s => new Recorded("ClientFile.StartContact", s.RecordedAt, s.RecordedById, Lines(
                ("HumanTasks.StartContact.HeldOn", dates.Day(s.HeldOn)), ("HumanTasks.StartContact.Location", texts.Of(s.Location)), ("HumanTasks.StartContact.Expectations", s.Expectations),
                ("HumanTasks.StartContact.VolunteerExpertise", s.VolunteerExpertise), ("HumanTasks.StartContact.ProfessionalExpertise", s.ProfessionalExpertise)))),
            .. (await db.SafetyChecks.Where(s => s.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(s => new Recorded("ClientFile.SafetyCheck", s.DecidedAt, s.DecidedById, Lines(
                ("HumanTasks.SafetyCheck.Location", texts.Of(s.Considered)), ("HumanTasks.SafetyCheck.Considerations", s.Considerations), ("HumanTasks.SafetyCheck.Measures", s.Measures),
                ("HumanTasks.SafetyCheck.IsSafe", YesOrNo(s.IsSafe))))),
            .. (await db.TaskDivisions.Where(d => d.CaseId == @case.Id).Include(d => d.Tasks).AsNoTracking().ToListAsync(cancellationToken)).Select(d => new Recorded("ClientFile.TaskDivision", d.AgreedAt, d.RecordedById, Lines(
                ("ClientFile.Round", Number(d.Round)), ("HumanTasks.TaskDivision.Location", texts.Of(d.Location)), ("HumanTasks.TaskDivision.Rhythm", texts["ClientFile.Weeks", d.MeetingRhythmInWeeks]),
                ("HumanTasks.TaskDivision.EvaluateFrom", dates.Day(d.EvaluateFrom)), ("HumanTasks.TaskDivision.SharedVision", d.SharedVision),
                ("ClientFile.Tasks", Joined(d.Tasks.OrderBy(t => t.Order).Select(t => $"{t.Description} ({texts.Of(t.Owner)})")))))),
            .. (await db.VolunteerLeavings.Where(l => l.CaseId == @case.Id).Include(l => l.Items).AsNoTracking().ToListAsync(cancellationToken)).Select(l => new Recorded("ClientFile.Leaving", l.SaidAt, l.SaidById, Lines(
                ("ClientFile.LastDay", dates.Day(l.LastDay)),
                ("ClientFile.ForSuccessor", Joined(l.Items.OrderBy(i => i.WrittenAt).Select(i => $"{i.Words} ({texts[$"Leavings.Agreed.{i.IsAgreed?.ToString() ?? "Waits"}"]})")))))),
            .. (await db.Handovers.Where(h => h.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(h => new Recorded("ClientFile.Handover", h.RecordedAt, h.RecordedById, Lines(
                ("HumanTasks.VolunteerHandover.ToHandOver", h.ToHandOver), ("HumanTasks.VolunteerHandover.NoTransferReason", h.NoTransferReason),
                ("HumanTasks.VolunteerHandover.NoSuccessorReason", h.NoSuccessorReason)))),
            .. (await db.Closures.Where(c => c.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(c => new Recorded("ClientFile.Closure", c.RecordedAt, c.RecordedById, Lines(
                ("HumanTasks.Closure.Reason", texts.Of(c.Reason)), ("HumanTasks.Closure.Results", c.Results), ("HumanTasks.Closure.Farewell", c.Farewell),
                ("HumanTasks.Closure.WhatRemains", c.WhatRemains), ("HumanTasks.Closure.RemainingContacts", c.RemainingContacts), ("HumanTasks.Closure.QualityOfLife", Number(c.QualityOfLife))))),
        ];
    }

    /// <summary>What was agreed, talked over, looked back on and done together.</summary>
    private async Task<List<Recorded>> TogetherAsync(Case @case, CancellationToken cancellationToken)
    {
        var goals = @case.Goals.ToDictionary(g => g.Id, g => g.Text);
        return
        [
            .. (await db.Agreements.Where(a => a.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(a => new Recorded("ClientFile.Agreement", a.ProposedAt, a.ProposedById, Lines(
                ("Agreements.Purpose", a.Purpose), ("Agreements.What", Joined(a.Categories.Select(c => $"{texts.Of(c.Category)}{(c.Description is null ? "" : $": {c.Description}")} → {Joined(c.Recipients.Select(r => texts.Of(r)), ", ")}"))),
                ("Agreements.WhoTellsWhom", a.WhoTellsWhom), ("Agreements.DiscussFirst", a.DiscussFirst), ("Agreements.NeverShared", a.NeverShared),
                ("Agreements.Valid", texts["Agreements.ValidText", dates.LongDay(a.ValidFrom), dates.LongDay(a.ValidUntil)]),
                ("ClientFile.Signatures", Joined(a.Signatures.OrderBy(s => s.SignedAt).Select(s => $"{texts.Of(s.Party)}, {dates.Day(s.SignedAt)}{(s.InOwnWords is null ? "" : $": {s.InOwnWords}")}"))),
                ("ClientFile.EndReason", a.EndReason))) { About = ClientRequestAbout.Agreement, AboutId = a.Id.Value }),
            .. (await db.ContactConsents.Where(c => c.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(c => new Recorded("ClientFile.ContactConsent", c.RecordedAt, c.RecordedById, Lines(
                ("ClientFile.ConsentGivenOn", dates.Day(c.GivenOn)), ("ClientFile.TakenBack", c.TakenBackAt is { } back ? dates.Day(back) : null)))),
            .. (await db.MatchProfiles.Where(p => p.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(p => new Recorded("ClientFile.MatchProfile", p.RecordedAt, p.RecordedById, Lines(
                ("ClientFile.ConsentGivenOn", dates.Day(p.AgreedOn)), ("Matching.Help", Joined(p.Help.Select(h => texts.Of(h)), ", ")), ("Matching.Place", p.Place),
                ("Matching.When", Joined(p.AvailableOn.Select(part => texts.Of(part)), ", ")), ("Matching.Languages", p.Languages)))),
            // Who said yes, and what came of it: of who said no the client was told nothing.
            .. (await db.MatchProposals.VisibleTo(db, actor).Where(p => p.CaseId == @case.Id && p.AcceptedAt != null).Include(p => p.Volunteer).AsNoTracking().ToListAsync(cancellationToken)).Select(p => new Recorded("ClientFile.MatchProposal", p.AcceptedAt!.Value, p.AskedById, Lines(
                ("ClientFile.ProposedVolunteer", p.Volunteer.NameFor(AccountRole.Client)), ("ClientFile.FirstMeeting", p.MeetsOn is { } on ? $"{dates.Day(on)}{(p.MeetsPlace is null ? "" : $", {p.MeetsPlace}")}" : null),
                ("ClientFile.Status", texts.Of(p.Status)), ("ClientFile.Reason", p.Status == MatchProposalStatus.ClientDeclined ? p.Reason : null)))),
            .. (await db.ContactRequests.Where(r => r.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(r => new Recorded("ClientFile.ContactRequest", r.AskedAt, r.AskedById, Lines(
                ("ClientFile.ContactAsked", r.Words), ("ClientFile.ContactMade", r is { MadeOn: { } on, MadeBy: { } madeBy } ? $"{dates.Day(on)}, {texts.Of(madeBy)}" : null), ("ClientFile.ContactNotMade", r.Reason)))),
            .. (await db.ContactSilences.Where(s => s.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(s => new Recorded("ClientFile.ContactSilence", s.NoticedAt, null, Lines(
                ("ClientFile.SilentSince", dates.Day(s.Since)), ("ClientFile.SilenceNote", s.Note)))),
            .. (await db.Meetings.Where(m => m.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(m => Recorded.On("ClientFile.Meeting", m.HeldOn ?? m.PlannedOn, Lines(
                ("ClientFile.Status", texts.Of(m.Status)), ("ClientFile.AgreedTime", m.LastAgreed is { } time ? $"{dates.Moment(time.StartsAt)}, {texts.Of(time.Place)}{(time.PlaceInWords is null ? "" : $": {time.PlaceInWords}")}" : null),
                ("ClientFile.Moved", Joined(m.Proposals.Where(p => p.Reason is not null).OrderBy(p => p.At).Select(p => $"{dates.Day(p.At)}: {p.Reason}"))),
                ("HumanTasks.Meeting.Location", m.Location is { } location ? texts.Of(location) : null), ("HumanTasks.Meeting.Agenda", m.Agenda),
                ("HumanTasks.Meeting.Decisions", m.Decisions), ("HumanTasks.Meeting.PointsForNext", m.PointsForNext), ("HumanTasks.Meeting.MissedReason", m.MissedReason))) with { About = ClientRequestAbout.Meeting, AboutId = m.Id.Value }),
            .. (await db.MeetingDecisions.Where(d => d.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(d => Recorded.On("ClientFile.Decision", LegalTime.DateOf(d.DecidedAt), Lines(
                ("HumanTasks.Meeting.ActionWhat", d.What), ("HumanTasks.Meeting.ActionOwner", texts.Of(d.Owner)), ("HumanTasks.Meeting.ActionDueOn", dates.LongDay(d.DueOn)),
                ("HumanTasks.MeetingDecision.IsDone", d.IsDone is { } done ? YesOrNo(done) : null), ("HumanTasks.MeetingDecision.Note", d.Note)))),
            .. (await db.Evaluations.Where(e => e.CaseId == @case.Id).Include(e => e.Goals).Include(e => e.Conditions).OrderByDescending(e => e.RecordedAt).AsSplitQuery().AsNoTracking().ToListAsync(cancellationToken))
                .Select((e, earlier) => new Recorded("ClientFile.Evaluation", e.RecordedAt, e.RecordedById, LinesOf(e, goals)) { About = earlier == 0 ? ClientRequestAbout.Evaluation : null }),
            .. (await db.VolunteerActivities.Where(a => a.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken)).Select(a => Recorded.On("ClientFile.Activity", a.On, Lines(
                ("ClientFile.Kind", texts.Of(a.Category)), ("ClientFile.Minutes", Number(a.Minutes)), ("ClientFile.Location", texts.Of(a.Location))))),
        ];
    }

    private IReadOnlyList<FileLine> LinesOf(Evaluation evaluation, Dictionary<GoalId, string> goals) => Lines(
    [
        ("HumanTasks.Evaluation.HeldOn", dates.Day(evaluation.HeldOn)), ("ClientFile.Round", Number(evaluation.Round)),
        ("HumanTasks.Evaluation.QualityOfLife", Number(evaluation.QualityOfLife)), ("HumanTasks.Evaluation.Relation", Number(evaluation.RelationWithVolunteer)),
        ("HumanTasks.Evaluation.ClientsWords", evaluation.ClientsWords), ("HumanTasks.Evaluation.OnlyContact", YesOrNo(evaluation.IsOnlyContact)),
        ("HumanTasks.Evaluation.ClientSatisfaction", Number(evaluation.ClientSatisfaction)), ("HumanTasks.Evaluation.VolunteerSatisfaction", Number(evaluation.VolunteerSatisfaction)),
        ("HumanTasks.Evaluation.ProfessionalSatisfaction", Number(evaluation.ProfessionalSatisfaction)),
        ("HumanTasks.Evaluation.Goals", Joined(evaluation.Goals.Select(g => $"{goals.GetValueOrDefault(g.GoalId)}: {Number(g.Progress)}{(g.Note is null ? "" : $". {g.Note}")}"))),
        ("HumanTasks.Evaluation.Cooperation", Joined(evaluation.Conditions.OrderBy(c => c.Condition).Select(c => $"{texts.Of(c.Condition)} ({texts.Of(c.By)}): {Number(c.Score)}"))),
        ("HumanTasks.Evaluation.Conclusion", texts.Of(evaluation.Conclusion)), ("HumanTasks.Evaluation.ConclusionReason", evaluation.ConclusionReason),
    ]);

    private async Task<List<Recorded>> SignalsAsync(Case @case, CancellationToken cancellationToken)
    {
        var signals = await db.RiskSignals.KnownToClient().Where(s => s.CaseId == @case.Id).WithDisclosures().Include(s => s.Volunteer).AsNoTracking().ToListAsync(cancellationToken);
        var people = signals.SelectMany(s => s.Disclosures).SelectMany(d => d.People).Select(p => p.AccountId).Distinct().ToList();
        var names = await db.NamesForAsync(AccountRole.Client, people, cancellationToken);
        return signals.ConvertAll(s =>
        {
            var told = s.DisclosuresKnownToClient().ToList();
            return new Recorded("ClientFile.Signal", s.DiscussedAt ?? s.SharedAt ?? s.NotedAt, s.Volunteer.AccountId, Lines(
                // The volunteer's words are theirs until they were passed on.
                ("ClientFile.Observation", told.Count > 0 ? s.Observation : null), ("ClientFile.Severity", told.Count > 0 && s.Severity is { } severity ? texts.Of(severity) : null),
                ("ClientFile.Seen", told.Count > 0 && s.ObservedOn is { } on ? $"{dates.Day(on)}{(s.ObservedIn is { } part ? $", {texts.Of(part)}" : "")}" : null),
                ("ClientFile.Place", told.Count > 0 ? s.Place : null), ("ClientFile.Feedback", told.Count > 0 ? s.Feedback : null), ("ClientFile.Reaction", s.ClientsReaction),
                ("ClientFile.ToldTo", Joined(told.SelectMany(d => d.People.Select(p => $"{names.GetValueOrDefault(p.AccountId)}, {dates.Day(p.Since)} ({texts.Of(d.Ground)})"))))))
            { About = ClientRequestAbout.RiskSignal, AboutId = s.Id.Value };
        });
    }

    /// <summary>Those that hold something.</summary>
    private IReadOnlyList<FileLine> Lines(params (string LabelKey, string? Words)[] lines) =>
        [.. lines.Where(line => !string.IsNullOrWhiteSpace(line.Words)).Select(line => new FileLine(texts[line.LabelKey], line.Words!))];

    private string YesOrNo(bool value) => texts[value ? "Form.Yes" : "Form.No"];

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string Joined(IEnumerable<string> parts, string between = "\n") => string.Join(between, parts);

    private sealed record Recorded(string TitleKey, DateTimeOffset At, Guid? ById, IReadOnlyList<FileLine> Lines, bool HasTime = true)
    {
        /// <summary>What the client can say something of; null for what stands in the file alone.</summary>
        public ClientRequestAbout? About { get; init; }

        public Guid? AboutId { get; init; }

        /// <summary>At noon, which is not told: so it stands among what was recorded on that day.</summary>
        public static Recorded On(string titleKey, DateOnly day, IReadOnlyList<FileLine> lines) => new(titleKey, LegalTime.At(day, new TimeOnly(12, 0)), null, lines, HasTime: false);
    }
}
