using System.Reflection;
using FluentValidation;
using MediatR;

namespace Regulatief.Web.Hosting.Pipeline;

internal static class MediatorServices
{
    /// <summary>The mediator, every handler and validator of this assembly, and the behaviours in their order.</summary>
    public static IServiceCollection AddMediator(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();

        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(LogScopeBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(StepUpBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ReadBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(SharingPolicyBehavior<,>));

        // Before those of the requests: validators are asked in the order in which they stand here.
        services.AddSingleton(typeof(IValidator<>), typeof(RequestBounds<>));
        foreach (var type in Assembly.GetExecutingAssembly().GetTypes().Where(t => t is { IsClass: true, IsAbstract: false, IsNested: false, IsGenericTypeDefinition: false }))
            foreach (var service in type.GetInterfaces().Where(IsHandlerOrValidator)) services.AddTransient(service, type);

        return services;
    }

    private static bool IsHandlerOrValidator(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) || type.GetGenericTypeDefinition() == typeof(IValidator<>));
}
