using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Intakes;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Volunteers;

/// <summary>A volunteer who can be asked for a case, with what speaks for and against it.</summary>
public sealed record MatchSuggestion(Guid VolunteerId, string Name, int Score, IReadOnlyList<MatchReason> Reasons);

/// <param name="Words">What it is about, as it was written; for <see cref="MatchReasonKind.PartsShared"/> the parts of the week stand in <paramref name="Parts"/>.</param>
/// <param name="Number">Of kilometres, or of clients.</param>
/// <param name="Points">Above 0 it speaks for the two, below 0 against; 0 is for the coordinator to judge.</param>
public sealed record MatchReason(MatchReasonKind Kind, int Points, string? Words = null, IReadOnlyList<WeekPart>? Parts = null, int? Number = null, int? OutOf = null);

public enum MatchReasonKind
{
    SamePlace,
    OtherPlace,
    OtherPlaceTravels,
    PartsShared,
    PartsDiffer,
    PartsUnknown,
    SpeaksToo,
    DoesNotSpeak,
    NamesToo,
    Expertise,
    OwnWishes,
    Load,
}

/// <summary>Ranks whom to ask. A help to look, not a judgement: each reason is shown in words, and the coordinator chooses.</summary>
public static class MatchSuggestions
{
    private const int MostWords = 3;

    /// <summary>Shorter words say too little, and these say nothing.</summary>
    private const int ShortestWord = 5;

    private static readonly HashSet<string> Empty = new(
        ["client", "graag", "helpen", "iemand", "mensen", "samen", "tijdens", "verder", "volgens", "vrijwilliger", "weten", "willen", "zoals", "andere", "alleen", "praten"], StringComparer.Ordinal);

    /// <summary>Of the case's project, without those who cannot now, who said no for this case or whom its client did, and who are asked already.</summary>
    public static async Task<IReadOnlyList<MatchSuggestion>> SuggestionsAsync(this RegulatiefDbContext db, Case @case, Actor reader, DateOnly today, CancellationToken cancellationToken)
    {
        var current = @case.CurrentAssignment?.VolunteerId;
        var loads = await db.Volunteers.OfProject(@case.ProjectId)
            .Where(v => v.IsActive && v.Id != current && db.Accounts.Any(a => a.Id == v.AccountId && a.IsActive)
                && !db.MatchProposals.SaidNo().Any(p => p.CaseId == @case.Id && p.VolunteerId == v.Id) && !db.MatchProposals.Open().Any(p => p.VolunteerId == v.Id))
            .WithLoad(db).AsNoTracking().ToListAsync(cancellationToken);
        var profile = await db.MatchProfiles.AsNoTracking().SingleOrDefaultAsync(p => p.CaseId == @case.Id, cancellationToken);
        var intake = await db.Intakes.Where(i => i.CaseId == @case.Id).OrderByDescending(i => i.RecordedAt).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        return
        [
            .. loads.Where(l => !l.ObstaclesOn(today).Any()).Select(l => Of(l, profile, intake, reader.Role))
                .OrderByDescending(s => s.Score).ThenBy(s => s.Name, StringComparer.Ordinal),
        ];
    }

    private static MatchSuggestion Of(VolunteerLoad load, MatchProfile? profile, Intake? intake, AccountRole? reader)
    {
        List<MatchReason> reasons =
        [
            PlaceOf(load.Volunteer, profile), PartsOf(load.Volunteer, profile), .. LanguagesOf(load.Volunteer, profile), .. WordsOf(load.Volunteer, intake),
            new(MatchReasonKind.Load, load.Caseload == 0 ? 1 : 0, Number: load.Caseload, OutOf: load.Volunteer.Capacity),
        ];
        return new MatchSuggestion(load.Volunteer.Id.Value, load.Volunteer.NameFor(reader), reasons.Sum(r => r.Points), [.. reasons.OrderByDescending(r => Math.Abs(r.Points))]);
    }

    private static MatchReason PlaceOf(Volunteer volunteer, MatchProfile? profile)
    {
        if (profile?.Place is { } place && SearchText.Fold(place.Trim()) == SearchText.Fold(volunteer.Place.Trim())) return new(MatchReasonKind.SamePlace, 3, volunteer.Place);
        return volunteer.TravelsKilometres is { } kilometres
            ? new(MatchReasonKind.OtherPlaceTravels, 0, volunteer.Place, Number: kilometres)
            : new(MatchReasonKind.OtherPlace, 0, volunteer.Place);
    }

    private static MatchReason PartsOf(Volunteer volunteer, MatchProfile? profile)
    {
        if (volunteer.AvailableOn.Count == 0 || profile is not { AvailableOn.Count: > 0 }) return new(MatchReasonKind.PartsUnknown, 0, volunteer.Availability, volunteer.AvailableOn);
        List<WeekPart> shared = [.. volunteer.AvailableOn.Intersect(profile.AvailableOn).Order()];
        return shared.Count > 0 ? new(MatchReasonKind.PartsShared, Math.Min(shared.Count, 3), Parts: shared) : new(MatchReasonKind.PartsDiffer, -2, Parts: volunteer.AvailableOn);
    }

    private static IEnumerable<MatchReason> LanguagesOf(Volunteer volunteer, MatchProfile? profile)
    {
        var spoken = Listed(volunteer.Languages).Select(SearchText.Fold).ToHashSet(StringComparer.Ordinal);
        return Listed(profile?.Languages).Where(l => SearchText.Fold(l) != "nederlands").Select(language =>
            spoken.Contains(SearchText.Fold(language)) ? new MatchReason(MatchReasonKind.SpeaksToo, 2, language) : new MatchReason(MatchReasonKind.DoesNotSpeak, -2, language));
    }

    private static IEnumerable<MatchReason> WordsOf(Volunteer volunteer, Intake? intake)
    {
        var asked = WordsIn($"{intake?.HelpNeeds} {intake?.WishesForVolunteer}");
        List<string> both = [.. WordsIn($"{volunteer.Expertise} {volunteer.Training}").Intersect(asked).Take(MostWords)];
        if (both.Count > 0) yield return new(MatchReasonKind.NamesToo, both.Count, string.Join(", ", both));
        if (volunteer.Expertise is { } expertise) yield return new(MatchReasonKind.Expertise, 0, expertise);
        if (volunteer.Wishes is { } wishes) yield return new(MatchReasonKind.OwnWishes, 0, wishes);
    }

    private static IEnumerable<string> WordsIn(string text) => SearchText.Fold(text).Split([.. text.Where(c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word.Length >= ShortestWord && !Empty.Contains(word)).Distinct();

    /// <summary>"Turks, Engels en Frans" is three.</summary>
    private static string[] Listed(string? languages) =>
        languages?.Replace(" en ", ",", StringComparison.OrdinalIgnoreCase).Split([',', ';', '/', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
