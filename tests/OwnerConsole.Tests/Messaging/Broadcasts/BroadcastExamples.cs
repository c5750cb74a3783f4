using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Broadcasts;

public sealed class CreateBroadcastExample : Example
{
    public override string OperationName => "broadcast.create";

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                subject = "News",
                body = "Text",
                tenants = new[] { "tnt_nobody" },
            }
        );

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new(
            IdGenerator.Platform,
            Json.Element(
                new
                {
                    subject = stage.NewId("news"),
                    body = "**Text**",
                    tenants = new[] { await BroadcastSetup.Tenant(stage) },
                }
            )
        );

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("broadcast.change", run.Lines[0].Created!, new { subject = "Changed", body = "Text" });
        return true;
    }
}

public sealed class ChangeBroadcastExample : Example
{
    public override string OperationName => "broadcast.change";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new(
            await BroadcastSetup.Create(stage),
            Json.Element(
                new
                {
                    subject = stage.NewId("news"),
                    body = stage.NewId("body"),
                    tenants = new[] { await BroadcastSetup.Tenant(stage) },
                }
            )
        );

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("broadcast.change", run.Lines[0].SubjectId, new { subject = "Changed again", body = "Text" });
        return true;
    }
}

public sealed class DeleteBroadcastExample : Example
{
    public override string OperationName => "broadcast.delete";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await BroadcastSetup.Create(stage));
}

public sealed class DuplicateBroadcastExample : Example
{
    public override string OperationName => "broadcast.duplicate";

    public override JsonElement? RefusedInput => Json.Element(new { subject = "{{unknown.variable}}" });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await BroadcastSetup.Create(stage));
}

public sealed class SendBroadcastExample : Example
{
    public override string OperationName => "broadcast.send";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        return new(await BroadcastSetup.Create(stage), Json.Element(new { send_at = "2090-01-01T09:00:00Z" }));
    }
}

public sealed class StopBroadcastExample : Example
{
    public override string OperationName => "broadcast.stop";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = await BroadcastSetup.Create(stage);
        await stage.Run("broadcast.send", id, new { send_at = "2090-01-01T09:00:00Z" });
        return new(id);
    }
}

public sealed class CorrectBroadcastExample : Example
{
    public override string OperationName => "broadcast.correct";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = await BroadcastSetup.Create(stage);
        await stage.Run("broadcast.send", id, new { send_at = "2090-01-01T09:00:00Z" });
        await stage.Write(
            "update broadcasts.sends set started_at = clock_timestamp(), queued_at = clock_timestamp(), ended_at = clock_timestamp() where broadcast_id = @id",
            IdGenerator.Platform,
            new { id }
        );
        return new(id, Json.Element(new { subject = stage.NewId("news"), body = "Corrected" }));
    }
}

public sealed class TestBroadcastExample : Example
{
    public override string OperationName => "broadcast.test";

    public override JsonElement? RefusedInput => Json.Element(new { member = "mbr_nobody" });

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("mail.configure", IdGenerator.Platform, new { host = $"{stage.Word()}.example", from_address = "console@studio.example" });
        return new(await BroadcastSetup.Create(stage));
    }
}

internal static class BroadcastSetup
{
    /// <returns>Id of a draft for the inboxes of the members of one tenant, because the reach of all tenants takes long.</returns>
    public static async Task<string> Create(LawHarness stage) => (
            await stage.Run(
                "broadcast.create",
                IdGenerator.Platform,
                new
                {
                    subject = stage.NewId("news"),
                    body = "Text",
                    channels = new[] { "in_app" },
                    tenants = new[] { await Tenant(stage) },
                }
            )
        ).Lines[0].Created!;

    /// <returns>Id of a tenant with members.</returns>
    public static async Task<string> Tenant(LawHarness stage) => (await stage.Once(async () => new Audience(await stage.Tenant()))).TenantId;

    private sealed record Audience(string TenantId);
}
