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

    public string FullName => $"{FirstName} {LastName}";

    /// <summary>The name as a search compares it; kept in a column because the databases disagree on capitals and accents.</summary>
    public string SearchName
    {
        get => SearchText.Fold(FullName);
        private set => _ = value;
    }
}
