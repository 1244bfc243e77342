using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.ElsaApi;

/// <summary>Refusals that an answer is made of, and not an exception.</summary>
public sealed class ElsaRefusals(Texts texts)
{
    private static readonly Dictionary<string, string[]> NoFields = [];

    /// <summary>A drawing that was based on an older state: kept, and not where it was meant to go.</summary>
    public IActionResult Stale(string keptAs) => new Refusal(new(StatusCodes.Status409Conflict, "definition-stale", texts["Error.definition-stale", keptAs], NoFields));

    public IActionResult ReadOnly() => new Refusal(new(StatusCodes.Status403Forbidden, "instance-read-only", texts["Error.instance-read-only"], NoFields));

    private sealed class Refusal(ErrorAnswer answer) : IActionResult
    {
        public async Task ExecuteResultAsync(ActionContext context)
        {
            if (answer.Status == StatusCodes.Status403Forbidden) await RefusedAccess.RecordAsync(context.HttpContext);
            await ElsaErrors.WriteAsync(context.HttpContext, answer);
        }
    }
}
