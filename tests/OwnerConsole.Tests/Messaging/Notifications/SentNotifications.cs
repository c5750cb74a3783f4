using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Tests.Messaging.Notifications;

/// <summary>Sends a notification, withdraws it, and corrects another, for the examples of webhook events.</summary>
internal static class SentNotifications
{
    /// <param name="next">Receives the next event under a title; null for one that isn't an example.</param>
    public static async Task Record(TestConsole console, TestApplication app, string member, Func<string?, Task<JsonElement>> next)
    {
        var input = new
        {
            title = "Your export is ready",
            body = "It contains **all bookings** of this year.",
            link = "/exports",
        };
        var run = await app.Run("member.notify", member, input);
        await next("");
        await app.Undo(run);
        await next("");
        await app.Run("member.notify", member, input);
        var sent = (await next(null)).GetProperty("data");
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [sent.GetProperty("tenant").GetProperty("id").GetString()!]);
        await console
            .Services.GetRequiredService<NotificationMessages>()
            .Correct(sent.GetProperty("message").GetString()!, "Your export is ready", "It contains **all bookings** of last year.", work);
        await work.Commit();
        await next("");
    }
}
