using System.Globalization;
using Regulatief.Cases.Clients;

namespace Regulatief.Web.Features.Shared.Language;

/// <summary>What stood in a particular of a client, as pages and files write it.</summary>
public static class Particulars
{
    public static string Particular(this Dates dates, ClientField field, string kept) =>
        field == ClientField.BornOn ? dates.LongDay(DateOnly.ParseExact(kept, "O", CultureInfo.InvariantCulture)) : kept;
}
