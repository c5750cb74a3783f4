using OwnerConsole.Client;
using StudioApp.Notifications;
using StudioApp.People;
using StudioApp.SignIns;
using StudioApp.Studios;

namespace StudioApp.Connection;

/// <summary>Handles events from the console.</summary>
internal static class EventHandlers
{
    public static OwnerConsoleHandlers AddEventHandlers(this OwnerConsoleHandlers console) =>
        console
            .OnEvent("tenant.suspended", (told, stop) => Suspend(told, told.As<SuspendedData>()!.Cause, stop)) // it always has a cause
            .OnEvent("tenant.reactivated", (told, stop) => Suspend(told, cause: null, stop))
            .OnEvent("member.suspended", (told, stop) => SuspendPerson(told, told.As<SuspendedData>()!.Cause, stop)) // it always has a cause
            .OnEvent("member.reactivated", (told, stop) => SuspendPerson(told, cause: null, stop))
            .OnEvent("impersonation.ended", (told, _) => End(told))
            .OnEvent("notification.created", (told, _) => Ring(told))
            .OnEvent("notification.withdrawn", (told, _) => Ring(told));

    private static Task End(WebhookEvent told)
    {
        told.Services.GetRequiredService<ImpersonationStatusCache>().End(told.As<EndedData>()!.Impersonation); // it always has the id
        return Task.CompletedTask;
    }

    private static Task Ring(WebhookEvent told)
    {
        told.Services.GetRequiredService<NotificationBell>().Forget(told.As<NotifiedData>()!.Member.ExternalId); // it always has a member
        return Task.CompletedTask;
    }

    private static Task Suspend(WebhookEvent told, string? cause, CancellationToken stop) =>
        told.Services.GetRequiredService<StudioStore>().Suspend(told.Tenant!.ExternalId, cause, told.Sequence, stop);

    private static Task SuspendPerson(WebhookEvent told, string? cause, CancellationToken stop) =>
        told.Services.GetRequiredService<PersonStore>().Suspend(told.As<NotifiedData>()!.Member.ExternalId, cause, told.Sequence, stop); // it always has a member

    private sealed record SuspendedData(string Cause);

    private sealed record NotifiedData(EntityRef Member);

    private sealed record EndedData(string Impersonation);
}
