using Regulatief.Cases.Accounts;

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

    /// <summary>A volunteer knows the client by the first name; so does the client's own page.</summary>
    public string NameFor(AccountRole? role) => role is AccountRole.Volunteer or AccountRole.Client ? FirstName : FullName;
}
