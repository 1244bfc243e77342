using MediatR;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;

namespace Regulatief.Web.Hosting;

/// <summary>Every request says what its audit row is about, also when it is refused.</summary>
public interface IConcerns
{
    /// <summary>As far as it is known beforehand: what is made by it names its result or its handler.</summary>
    AuditSubject Subject { get; }
}

/// <summary>A request on one case. Of a command the case's version is raised before anything is read.</summary>
public interface IConcernsCase : IConcerns
{
    CaseKey Case { get; }

    AuditSubject IConcerns.Subject => AuditSubject.Of(Case);
}

/// <summary>A request that changes something: the pipeline opens a transaction for it, keeps its idempotency row and commits.</summary>
public interface ICommand<out TResult> : IRequest<TResult>, IConcerns;

/// <summary>A command that makes what it is about, so that its result names it.</summary>
public interface IMakes<in TResult>
{
    AuditSubject Made(TResult result);
}

/// <summary>A request that changes nothing. It is one of the two below: whoever writes it says whether it shows something of a client.</summary>
public interface IQuery<out TResult> : IRequest<TResult>, IConcerns;

/// <summary>Shows something of clients, who is one included: the pipeline fails it when it answers without having told the audit log what is shown.</summary>
public interface IClientQuery<out TResult> : IQuery<TResult>;

/// <summary>Shows nothing of a client: cycles, projects, figures, numbers of cases. It leaves a row when it is refused.</summary>
public interface IPlainQuery<out TResult> : IQuery<TResult>;

/// <summary>
/// A request that asks for more than a log-in: the pipeline lets it through when whoever sends it proved a short time ago to be the owner of the account, by a
/// second factor where there is one. A page asks for it and goes on; the API answers a 403 that says how. A personal token never gets through.
/// </summary>
public interface IStepsUp
{
    /// <summary>Whether this one does, of a kind that does at times.</summary>
    bool AsksFactor => true;
}

/// <summary>A command that passes client content on: the pipeline fails it when it ends without a recorded decision of the sharing policy.</summary>
public interface IDiscloses;
