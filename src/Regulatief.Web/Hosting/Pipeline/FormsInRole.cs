using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.Filters;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Shared.Forms;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Refuses a form of a page that was opened in another role: after a switch, in another tab, it would sign for another party than the one it says.</summary>
internal sealed class FormsInRole(CurrentActor current) : IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        // A program with a token has one role, and sends no form of a page. On the way to the error page it is the same form once more.
        var isFirst = context.HttpContext.Features.Get<IExceptionHandlerFeature>() is null;
        if (isFirst && request.IsFormOfAPage() && current is { IsKnown: true, Value.Role: { } role })
        {
            var opened = (await request.ReadFormAsync(context.HttpContext.RequestAborted))[PostFormTagHelper.RoleField];
            foreach (var other in opened.Where(name => name != role.ToString())) throw Refusal(other, role);
        }

        await next();
    }

    private static ValidationException Refusal(string? opened, AccountRole role) => new(
    [
        new ValidationFailure("", "")
        {
            ErrorCode = "form-of-other-role",
            FormattedMessagePlaceholderValues = new() { ["Opened"] = Enum.TryParse<AccountRole>(opened, out var of) ? of : "?", ["Role"] = role },
        },
    ]);
}
