using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace OwnerConsole.Client;

/// <summary>Registers the services and the webhook endpoint of an application.</summary>
public static class OwnerConsoleRegistration
{
    /// <summary>Adds <see cref="OwnerConsoleClient"/>, <see cref="Limits"/>, <see cref="ImpersonationVerifier"/> and their background services.</summary>
    /// <returns>A builder for the application's handlers.</returns>
    public static OwnerConsoleHandlers AddOwnerConsole(this IServiceCollection services, OwnerConsoleOptions options)
    {
        var handlers = new OwnerConsoleHandlers(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(handlers);
        services.AddSingleton<ConsoleHttpClient>();
        services.AddSingleton<CloudEvents>();
        services.AddSingleton<IOutbox>(given =>
            options.Spool is null
                ? new MemoryOutbox(options, given.GetRequiredService<TimeProvider>())
                : new SpooledOutbox(options, given.GetRequiredService<TimeProvider>())
        );
        services.AddSingleton(given => new OwnerConsoleClient(
            given.GetRequiredService<ConsoleHttpClient>(),
            given.GetRequiredService<IOutbox>(),
            given.GetRequiredService<CloudEvents>(),
            options,
            handlers
        ));
        services.AddSingleton<TaskRunner>();
        services.AddSingleton<WebhookEndpoint>();
        services.AddSingleton(given => new ImpersonationVerifier(
            options,
            given.GetRequiredService<ConsoleHttpClient>(),
            given.GetRequiredService<TimeProvider>(),
            given.GetRequiredService<ILogger<ImpersonationVerifier>>()
        ));
        services.AddSingleton<PendingUsageSender>();
        services.AddSingleton(given => new Limits(
            options,
            given.GetRequiredService<ConsoleHttpClient>(),
            given.GetRequiredService<PendingUsageSender>(),
            given.GetRequiredService<TimeProvider>(),
            given.GetRequiredService<ILogger<Limits>>()
        ));
        services.AddHostedService<EventSender>();
        services.AddHostedService(given => given.GetRequiredService<PendingUsageSender>());
        if (options.Instance is not null)
            services.AddHostedService<HeartbeatSender>();
        return handlers;
    }

    /// <summary>Maps the webhook endpoint whose URL is registered in the console. It needs no sign-in, because every message is signed.</summary>
    public static IEndpointConventionBuilder MapOwnerConsole(this IEndpointRouteBuilder routes, string path)
    {
        var endpoint = routes.ServiceProvider.GetRequiredService<WebhookEndpoint>();
        RequestDelegate take = async context =>
        {
            var answer = await endpoint.Receive(context.Request, context.RequestAborted);
            await answer.ExecuteAsync(context);
        };
        return routes.MapPost(path, take).AllowAnonymous().ExcludeFromDescription();
    }
}
