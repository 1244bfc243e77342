namespace Regulatief.Web.Hosting.Mailing;

/// <summary>Hands a text to who brings it to a telephone.</summary>
public interface ISmsGateway
{
    /// <param name="id">The same at each try: by it the other side knows one that it has already.</param>
    /// <param name="number">As <see cref="Cases.Accounts.ContactRules.International"/> writes it.</param>
    /// <exception cref="SendingFailedException">It did not take it, or may not have.</exception>
    Task SendAsync(Guid id, string number, string text, CancellationToken cancellationToken);
}
