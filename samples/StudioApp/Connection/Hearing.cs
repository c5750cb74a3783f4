using OwnerConsole.Client;
using StudioApp.SignIns;
using StudioApp.Studios;

namespace StudioApp.Connection;

/// <summary>Handles events from the console.</summary>
internal static class Hearing
{
    public static OwnerConsoleHandlers Hear(this OwnerConsoleHandlers console) =>
        console
            .OnEvent("tenant.suspended", (told, stop) => Suspend(told, told.As<Suspended>()!.Cause, stop)) // it always has a cause
            .OnEvent("tenant.reactivated", (told, stop) => Suspend(told, cause: null, stop))
            .OnEvent("impersonation.ended", (told, _) => End(told));

    private static Task End(ToldEvent told)
    {
        told.Services.GetRequiredService<Watch>().End(told.As<Ended>()!.Impersonation); // it always has the id
        return Task.CompletedTask;
    }

    private static Task Suspend(ToldEvent told, string? cause, CancellationToken stop) =>
        told.Services.GetRequiredService<StudioBooks>().Suspend(told.Tenant!.ExternalId, cause, told.Sequence, stop);

    private sealed record Suspended(string Cause);

    private sealed record Ended(string Impersonation);
}
