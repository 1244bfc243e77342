using MediatR;
using Regulatief.Cases.Cases;

namespace Regulatief.Web.Hosting;

/// <summary>A request that changes something: the pipeline opens a transaction for it, keeps its idempotency row and commits.</summary>
public interface ICommand<out TResult> : IRequest<TResult>;

/// <summary>A command on one case: its version is raised before anything is read.</summary>
public interface IConcernsCase
{
    CaseKey Case { get; }
}

/// <summary>A command that passes client content on: the pipeline fails it when it ends without a recorded decision of the sharing policy.</summary>
public interface IDiscloses;
