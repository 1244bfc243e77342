using System.Globalization;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Clients;

/// <summary>The person under supervision. No offence or diagnosis is kept here: inclusion does not look at them.</summary>
public sealed class Client
{
    public ClientId Id { get; init; } = ClientId.New();

    public required string FirstName { get; set; }

    public required string LastName { get; set; }

    public required DateOnly BornOn { get; set; }

    /// <summary>Null when the client has no log-in and signs on the professional's device.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>Their own; null when they gave none, as the two below.</summary>
    public string? Phone { get; set; }

    public string? Email { get; set; }

    public ContactWay? PreferredContact { get; set; }

    /// <summary>Of a case that was erased: it is of somebody of whom nothing is known any more.</summary>
    public static Client Nobody() => new() { FirstName = "", LastName = "", BornOn = Bounds.Earliest };

    /// <summary>Puts right who they are. Of what is as it was nothing is told.</summary>
    /// <returns>What stood there before, for each thing that changed.</returns>
    /// <exception cref="CaseRuleException"><c>correction-changes-nothing</c>.</exception>
    public IReadOnlyList<ClientCorrection> Correct(string firstName, string lastName, DateOnly bornOn, string reason, Guid by, DateTimeOffset at)
    {
        (ClientField Field, string Before, string After)[] fields =
        [
            (ClientField.FirstName, FirstName, ClientRules.InOneSpace(firstName)), (ClientField.LastName, LastName, ClientRules.InOneSpace(lastName)),
            (ClientField.BornOn, Written(BornOn), Written(bornOn)),
        ];
        var changed = fields.Where(f => f.Before != f.After).ToList();
        if (changed.Count == 0) throw new CaseRuleException("correction-changes-nothing");

        (FirstName, LastName, BornOn) = (fields[0].After, fields[1].After, bornOn);
        return changed.ConvertAll(f => new ClientCorrection { ClientId = Id, Field = f.Field, Before = f.Before, After = f.After, Reason = reason, CorrectedById = by, At = at });

        static string Written(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
    }

    public string FullName => $"{FirstName} {LastName}";

    /// <summary>The name as a search compares it; kept in a column because the databases disagree on capitals and accents.</summary>
    public string SearchName
    {
        get => SearchText.Fold(FullName);
        private set => _ = value;
    }
}
