using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Clients;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.Shared;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.Meetings;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Architecture;

/// <summary>Every request is handled once and tested; every action says who may reach it.</summary>
public sealed class RequestTests
{
    private static readonly List<Type> Requests = [.. Code.Web.GetTypes().Where(type => !type.IsAbstract && IsRequest(type))];

    // They make the actor that an audit row is told under, and tell their own.
    private static readonly Type[] BeforeAnybodyIsKnown =
    [
        typeof(LogInCommand), typeof(FinishLogInCommand), typeof(SecondStepQuery), typeof(LogInWithPasskeyCommand), typeof(PasskeyOptionsQuery),
        typeof(LogInFederatedCommand), typeof(CreateFirstAdministratorCommand), typeof(InvitationQuery), typeof(AcceptInvitationCommand), typeof(UseClientCodeCommand), typeof(AskNewPasswordCommand), typeof(CalendarFeedQuery),
    ];

    private static readonly string[] ClientContent =
    [
        "Agreements", "ClientRequests", "Clients", "Closures", "Contacts", "Evaluations", "InclusionChecks", "Intakes", "Meetings", "Reminders", "RiskSignals", "SafetyChecks", "StartContacts", "TaskDivisions",
    ];

    // Asks whether a signal is shared, to leave out the number of its case until it is.
    private static readonly string[] AsksToSayLess = ["IncidentsPageQuery uses Regulatief.Cases.RiskSignals.RiskSignal"];

    private static readonly Texts Texts = new(typeof(Texts).Assembly);

    private static readonly Lazy<List<(string Name, HashSet<string> Uses, List<string> Tests)>> TestClasses = new(() =>
        [.. Code.TypesOf(Code.Tests).Where(type => type.Namespace?.Contains(".Features.", StringComparison.Ordinal) == true).Select(type => (type.Name, Code.UsedBy(type), type.Methods.Select(method => method.Name).ToList()))]);

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

    [Fact]
    public void Requests_EachChangesOrSaysWhetherItShowsSomethingOfAClient() =>
        Requests.Except(BeforeAnybodyIsKnown).Where(request => KindsOf(request) != 1).Select(request => request.Name).ShouldBeEmpty();

    [Fact]
    public void Control_ARequestThatSaysNothingOrTwoThingsIsSeen()
    {
        KindsOf(typeof(ForgottenQuery)).ShouldBe(0);
        KindsOf(typeof(DoubtfulQuery)).ShouldBe(2);
    }

    // What is declared to show nothing of a client asks for nothing of one.
    [Fact]
    public void PlainQueries_TouchNothingOfAClient() => Requests.Where(request => IsOf(request, typeof(IPlainQuery<>)))
        .SelectMany(request => HandlersOf(request).SelectMany(ClientContentIn).Select(used => $"{request.Name} uses {used}")).ShouldBe(AsksToSayLess);

    [Fact]
    public void Control_ContentOfAClientIsSeen() => HandlersOf(typeof(TaskPageQuery)).SelectMany(ClientContentIn).ShouldContain(typeof(Client).FullName!);

    // Whoever reads the audit log reads no names of types.
    [Theory, InlineData("nl"), InlineData("en")]
    public void Audit_EveryActionAndSubject_HasWordsOfItsOwn(string language)
    {
        using var _ = Language.Of(language);
        var words = AuditWords.Actions.ToDictionary(action => action, Texts.ActionOf);

        words.Where(w => w.Key == w.Value).Select(w => w.Key).ShouldBeEmpty();
        words.GroupBy(w => w.Value).Where(same => same.Count() > 1).Select(same => string.Join(" and ", same.Select(w => w.Key))).ShouldBeEmpty();
        Subjects().Where(type => !Texts.Keys.Contains($"Audit.Subject.{type}")).ShouldBeEmpty();
    }

    [Fact]
    public void Control_ActionsAndSubjectsAreFound()
    {
        AuditWords.Actions.ShouldContain(nameof(CompleteHumanTaskCommand));
        Subjects().Intersect([nameof(HumanTask), nameof(Project), nameof(Volunteer), nameof(DueWork)]).Count().ShouldBe(4);
        Texts.ActionOf(nameof(ForgottenQuery)).ShouldBe(nameof(ForgottenQuery));
    }

    [Fact]
    public void Routes_WhatTheirIdIsOfIsKnown() => AddressesWithAnId().Where(folder => !RouteSubjects.Knows(folder)).ShouldBeEmpty();

    [Fact]
    public void Control_AddressesWithAnIdAreFound()
    {
        AddressesWithAnId().ShouldContain("risk-signals");
        RouteSubjects.Knows("nergens").ShouldBeFalse();
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
    /// <summary>By a class of its own, by being sent, or by tests that are called after it and go by the page.</summary>
    private static bool IsTested(Type request)
    {
        var name = request.Name.Replace("Command", "", StringComparison.Ordinal).Replace("Query", "", StringComparison.Ordinal);
        return TestClasses.Value.Any(test => test.Name == $"{name}Tests" || test.Uses.Contains(request.FullName!) || test.Tests.Exists(method => method.StartsWith($"{request.Name}_", StringComparison.Ordinal)));
    }

    private static IEnumerable<MethodInfo> ActionsOf(Type controller) => controller.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .Where(method => method.GetCustomAttributes<HttpMethodAttribute>().Any());

    private static bool SaysWhoMay(MethodInfo action)
    {
        var said = action.GetCustomAttributes().Concat(action.DeclaringType!.GetCustomAttributes()).ToList();
        return said.OfType<AllowAnonymousAttribute>().Any() || said.OfType<AuthorizeAttribute>().Any(a => a.Policy is not null);
    }

    private static int KindsOf(Type request) => new[] { typeof(ICommand<>), typeof(IClientQuery<>), typeof(IPlainQuery<>) }.Count(kind => IsOf(request, kind));

    private static bool IsOf(Type request, Type kind) => request.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == kind);

    private static IEnumerable<string> ClientContentIn(Type handler) => Code.UsedBy(Code.DefinitionOf(handler))
        .Where(used => ClientContent.Any(folder => used.StartsWith($"Regulatief.Cases.{folder}.", StringComparison.Ordinal)) && !used.EndsWith("Id", StringComparison.Ordinal));

    /// <summary>What requests say that they are about, and what handlers tell: named by a type, or as text beside the call.</summary>
    private static HashSet<string> Subjects()
    {
        var entities = new[] { Code.Cases, Code.Engine }.SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsPublic: true, IsClass: true }).Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var subjects = Requests.Where(request => typeof(IConcerns).IsAssignableFrom(request))
            .Select(request => ((IConcerns)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(request)).Subject.Type).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var method in Code.TypesOf(Code.Web).SelectMany(Code.MethodsOf))
        {
            var called = method.Body.Instructions.Select(i => i.Operand).OfType<Mono.Cecil.MethodReference>().ToList();
            subjects.UnionWith(called.OfType<Mono.Cecil.GenericInstanceMethod>().Where(m => m.DeclaringType.Name == nameof(AuditSubject)).Select(m => m.GenericArguments[0].Name).Where(entities.Contains));
            if (called.Exists(m => m.DeclaringType.Name == nameof(ReadAudit)))
                subjects.UnionWith(method.Body.Instructions.Select(i => i.Operand).OfType<string>().Where(entities.Contains));
        }

        return subjects;
    }

    /// <summary>The folder before the first id of each address.</summary>
    private static IEnumerable<string> AddressesWithAnId() => Code.Web.GetTypes().Where(type => type.IsSubclassOf(typeof(ControllerBase)) && !type.IsAbstract).SelectMany(ActionsOf)
        .SelectMany(action => action.GetCustomAttributes<HttpMethodAttribute>().Select(a => a.Template).OfType<string>())
        .Where(template => template.Contains(":guid}", StringComparison.Ordinal))
        .Select(template => RouteSubjects.NamedIn(RoutePatternFactory.Parse(template))!.Value.Folder).Distinct();

    private sealed record ForgottenQuery : IRequest<int>;

    private sealed record DoubtfulQuery : IClientQuery<int>, IPlainQuery<int>
    {
        AuditSubject IConcerns.Subject => AuditSubject.None;
    }

    [Authorize]
    private sealed class OpenController : Controller
    {
        [HttpGet("/nergens")]
        public OkResult Show() => Ok();
    }
}
