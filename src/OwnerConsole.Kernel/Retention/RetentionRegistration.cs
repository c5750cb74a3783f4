using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Kernel.Retention;

/// <summary>Registers retention policies.</summary>
public static class RetentionRegistration
{
    /// <summary>Registers a policy for the page of all policies, and as recurring work.</summary>
    public static IServiceCollection AddRetention<TPolicy>(this IServiceCollection services)
        where TPolicy : RetentionPolicy =>
        services
            .AddSingleton<TPolicy>()
            .AddSingleton<RetentionPolicy>(provider => provider.GetRequiredService<TPolicy>())
            .AddSingleton<IWorkHandler>(provider => provider.GetRequiredService<TPolicy>());
}
