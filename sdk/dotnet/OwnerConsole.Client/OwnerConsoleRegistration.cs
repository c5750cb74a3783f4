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
    /// <summary>Adds <see cref="OwnerConsoleClient"/>, <see cref="Limits"/>, <see cref="Impersonations"/> and their background services.</summary>
    /// <returns>A builder for the application's handlers.</returns>
    public static OwnerConsoleHandlers AddOwnerConsole(this IServiceCollection services, OwnerConsoleOptions options)
    {
        var handlers = new OwnerConsoleHandlers(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(handlers);
        services.AddSingleton<ConsoleWire>();
        services.AddSingleton<CloudEvents>();
        services.AddSingleton<IOutbox>(given =>
            options.Spool is null
                ? new MemoryOutbox(options, given.GetRequiredService<TimeProvider>())
                : new SpooledOutbox(options, given.GetRequiredService<TimeProvider>())
        );
        services.AddSingleton(given => new OwnerConsoleClient(
            given.GetRequiredService<ConsoleWire>(),
            given.GetRequiredService<IOutbox>(),
            given.GetRequiredService<CloudEvents>(),
            options,
            handlers
        ));
        services.AddSingleton<TaskDesk>();
        services.AddSingleton<WebhookEndpoint>();
        services.AddSingleton(given => new Impersonations(
            options,
            given.GetRequiredService<ConsoleWire>(),
            given.GetRequiredService<TimeProvider>(),
            given.GetRequiredService<ILogger<Impersonations>>()
        ));
        services.AddSingleton<LateUse>();
        services.AddSingleton(given => new Limits(
            options,
            given.GetRequiredService<ConsoleWire>(),
            given.GetRequiredService<LateUse>(),
            given.GetRequiredService<TimeProvider>(),
            given.GetRequiredService<ILogger<Limits>>()
        ));
        services.AddHostedService<EventSender>();
        services.AddHostedService(given => given.GetRequiredService<LateUse>());
        if (options.Instance is not null)
            services.AddHostedService<HeartbeatLoop>();
        return handlers;
    }

    /// <summary>Maps the webhook endpoint whose URL is registered in the console. It needs no sign-in, because every message is signed.</summary>
    public static IEndpointConventionBuilder MapOwnerConsole(this IEndpointRouteBuilder routes, string path)
    {
        var endpoint = routes.ServiceProvider.GetRequiredService<WebhookEndpoint>();
        RequestDelegate take = async context =>
        {
            var answer = await endpoint.Take(context.Request, context.RequestAborted);
            await answer.ExecuteAsync(context);
        };
        return routes.MapPost(path, take).AllowAnonymous().ExcludeFromDescription();
    }
}
