using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>It is not sure enough that the owner of the account asks this (403). What to do about it stands in the sentence of the code.</summary>
/// <param name="code"><see cref="Asked"/>, <see cref="ToSetUp"/>, <see cref="NotWithToken"/> or <see cref="OutOfScope"/>.</param>
public sealed class StepUpException(string code) : Exception($"Refused: {code}.")
{
    /// <summary>A second factor is asked for, or the password of who has none.</summary>
    public const string Asked = "factor-asked";

    /// <summary>There is none yet, and the role must have one.</summary>
    public const string ToSetUp = "factor-to-set-up";

    /// <summary>A personal token can never do this.</summary>
    public const string NotWithToken = "factor-not-with-token";

    /// <summary>The personal token was made to read.</summary>
    public const string OutOfScope = "token-reads-only";

    public string Code { get; } = code;
}

/// <summary>Who must have a second factor, and when it is fresh.</summary>
internal sealed class FactorRules(IOptions<SecondFactorOptions> options, TimeProvider time)
{
    /// <summary>Roles without one, unless they want it. Any other role that an account has asks for it, whichever it acts in.</summary>
    public static readonly IReadOnlyList<AccountRole> Free = RoleRules.Alone;

    public bool AreAsked => options.Value.Required;

    public bool MustHaveOne(Account account) => AreAsked && !account.Roles.TrueForAll(r => Free.Contains(r.Role));

    /// <summary>Null when it is sure enough; else the code of the refusal.</summary>
    public string? Missing(LogInProof proof) => proof switch
    {
        { IsToken: true } => StepUpException.NotWithToken,
        { HasFactor: false } when !options.Value.Required => null,
        { At: { } at } when time.GetUtcNow() - at < Session.FactorIsFreshFor => null,
        _ => StepUpException.Asked,
    };
}

/// <summary>Stops what asks for more than a log-in, before anything is decided or locked.</summary>
internal sealed class StepUpBehavior<TRequest, TResponse>(CurrentActor current, FactorRules rules) : IPipelineBehavior<TRequest, TResponse> where TRequest : IStepsUp
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        request.AsksFactor && current.Proof is { } proof && rules.Missing(proof) is { } missing ? throw new StepUpException(missing) : next();
}

/// <summary>Leads a page that asked for too much to the one that asks who is there, and from there on: a form is held meanwhile.</summary>
internal sealed class StepUpOnPages(HeldForms held, CurrentActor current) : IAsyncExceptionFilter
{
    public const string Path = "/bevestigen";

    public async Task OnExceptionAsync(ExceptionContext context)
    {
        if (context.Exception is not StepUpException { Code: StepUpException.Asked } || !IsOfPage(context.ActionDescriptor)) return;
        context.Result = new LocalRedirectResult($"{Path}?terug={Uri.EscapeDataString(await GoOnAtAsync(context.HttpContext))}");
        context.ExceptionHandled = true;
    }

    private static bool IsOfPage(ActionDescriptor action) => action is ControllerActionDescriptor { ControllerTypeInfo: { } controller } && controller.IsSubclassOf(typeof(PageController));

    private async Task<string> GoOnAtAsync(HttpContext context)
    {
        var request = context.Request;
        var asked = request.PathBase + request.Path + request.QueryString;
        if (HttpMethods.IsGet(request.Method)) return asked;
        var form = await request.ReadFormAsync(context.RequestAborted);
        // A file would have to be chosen anew: the form is asked for again as a whole.
        return form.Files.Count == 0 && await held.HoldAsync(current.Value.AccountId, asked, form, evenIfEmpty: true, context.RequestAborted) is { } id
            ? $"/formulieren/{id}/verder"
            : CameFrom(request);
    }

    /// <summary>The page with the form, as far as the browser tells.</summary>
    private static string CameFrom(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == request.Host.Value ? from.PathAndQuery : "/";
}
