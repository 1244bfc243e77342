using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Architecture;

/// <summary>Every request is handled once and tested; every action says who may reach it.</summary>
public sealed class RequestTests
{
    private static readonly List<Type> Requests = [.. Code.Web.GetTypes().Where(type => !type.IsAbstract && IsRequest(type))];

    private static readonly Lazy<List<(string Name, HashSet<string> Uses)>> TestClasses = new(() =>
        [.. Code.TypesOf(Code.Tests).Where(type => type.Namespace?.Contains(".Features.", StringComparison.Ordinal) == true).Select(type => (type.Name, Code.UsedBy(type)))]);

    [Fact]
    public void Requests_EachHasOneHandler() => Requests.Where(request => HandlersOf(request).Count() != 1).ShouldBeEmpty();

    [Fact]
    public void Requests_EachHasATestClass() =>
        Requests.Where(request => !IsTested(request)).Select(request => request.Name).ShouldBeEmpty();

    [Fact]
    public void Control_TheSearchFindsRequestsHandlersAndTests()
    {
        Requests.ShouldContain(typeof(CompleteHumanTaskCommand));
        HandlersOf(typeof(CompleteHumanTaskCommand)).ShouldHaveSingleItem();
        IsTested(typeof(CompleteHumanTaskCommand)).ShouldBeTrue();
    }

    [Fact]
    public void Control_ARequestWithoutHandlerOrTestIsSeen()
    {
        IsRequest(typeof(ForgottenQuery)).ShouldBeTrue();
        HandlersOf(typeof(ForgottenQuery)).ShouldBeEmpty();
        IsTested(typeof(ForgottenQuery)).ShouldBeFalse();
    }

    // Whoever reads the audit log reads no names of types.
    [Fact]
    public void Commands_EachIsNamedInTheAuditLog()
    {
        var named = Repository.Read("src/Regulatief.Web/Features/Audit/AuditTexts.nl.resx");

        Requests.Where(r => r.Name.EndsWith("Command", StringComparison.Ordinal)).Select(r => r.Name)
            .Where(name => !named.Contains($"\"Audit.Action.{name}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Actions_EachHasAPolicyOrIsForAnyone() => Code.Web.GetTypes().Where(type => type.IsSubclassOf(typeof(ControllerBase)) && !type.IsAbstract)
        .SelectMany(ActionsOf).Where(action => !SaysWhoMay(action)).Select(action => $"{action.DeclaringType!.Name}.{action.Name}").ShouldBeEmpty();

    [Fact]
    public void Control_AnActionWithoutAPolicyIsSeen() => SaysWhoMay(ActionsOf(typeof(OpenController)).ShouldHaveSingleItem()).ShouldBeFalse();

    private static bool IsRequest(Type type) => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>));

    private static IEnumerable<Type> HandlersOf(Type request) => Code.Web.GetTypes().Where(type => type.GetInterfaces().Any(
        i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) && i.GenericTypeArguments[0] == request));

    /// <summary>A test class is named after the request (TaskPageQuery has TaskPageTests), or sends it.</summary>
    private static bool IsTested(Type request)
    {
        var name = request.Name.Replace("Command", "", StringComparison.Ordinal).Replace("Query", "", StringComparison.Ordinal);
        return TestClasses.Value.Any(test => test.Name == $"{name}Tests" || test.Uses.Contains(request.FullName!));
    }

    private static IEnumerable<MethodInfo> ActionsOf(Type controller) => controller.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .Where(method => method.GetCustomAttributes<HttpMethodAttribute>().Any());

    private static bool SaysWhoMay(MethodInfo action)
    {
        var said = action.GetCustomAttributes().Concat(action.DeclaringType!.GetCustomAttributes()).ToList();
        return said.OfType<AllowAnonymousAttribute>().Any() || said.OfType<AuthorizeAttribute>().Any(a => a.Policy is not null);
    }

    private sealed record ForgottenQuery : IRequest<int>;

    [Authorize]
    private sealed class OpenController : Controller
    {
        [HttpGet("/nergens")]
        public OkResult Show() => Ok();
    }
}
