using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Cases;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting;

/// <summary>A controller of pages: sends, and shows a refused form again with what was typed and what is wrong.</summary>
public abstract class PageController : Controller
{
    protected IMediator Mediator => HttpContext.RequestServices.GetRequiredService<IMediator>();

    /// <summary>Sends a command that came from a form.</summary>
    /// <param name="done">Where to go when it was carried out; mostly a redirect.</param>
    /// <param name="again">The page with the form; gets the posted values and the errors by the model state.</param>
    /// <param name="prefix">The name under which the form's fields were posted, with its dot; empty when they stand alone.</param>
    protected async Task<IActionResult> SendAsync<TResult>(
        IRequest<TResult> command, Func<TResult, IActionResult> done, Func<Task<IActionResult>> again, string prefix = "")
    {
        // What could not be read at all (letters in a number) is told at its field together with the form.
        if (!ModelState.IsValid) return await AgainAsync(StatusCodes.Status400BadRequest, again);

        try
        {
            return done(await Mediator.Send(command, HttpContext.RequestAborted));
        }
        catch (Exception exception) when (exception is ValidationException or CaseRuleException or ConcurrencyConflictException)
        {
            var answer = (await HttpContext.RequestServices.GetRequiredService<ErrorMapping>().AnswerToAsync(exception, HttpContext.RequestAborted))!;
            foreach (var (field, sentences) in answer.Fields)
                foreach (var sentence in sentences) ModelState.AddModelError(prefix + field, sentence);
            if (answer.Fields.Count == 0) ModelState.AddModelError("", answer.Sentence);
            return await AgainAsync(answer.Status, again);
        }
    }

    private static async Task<IActionResult> AgainAsync(int status, Func<Task<IActionResult>> again)
    {
        var result = await again();
        if (result is ViewResult view) view.StatusCode = status;
        return result;
    }
}
