using FluentValidation;
using Regulatief.Cases;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>The validator that every request has: the first to look, so that the others see nothing that they cannot bear.</summary>
internal sealed class RequestBounds<TRequest> : AbstractValidator<TRequest>
{
    public RequestBounds() => RuleFor(request => request).Custom((request, context) =>
    {
        foreach (var failure in Bounds.Exceeded(request!)) context.AddFailure(failure);
    });
}
