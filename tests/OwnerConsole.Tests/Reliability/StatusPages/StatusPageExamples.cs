using System.Security.Cryptography;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.StatusPages;

public sealed class AddStatusComponentExample : Example
{
    public override string OperationName => "status_component.add";

    public override JsonElement? RefusedInput => Json.Element(new { name = " " });

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("status_component.change", run.Lines[0].Created!);
        return true;
    }
}

public sealed class ChangeStatusComponentExample : Example
{
    public override string OperationName => "status_component.change";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await StatusPageSetup.AddComponent(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("status_component.change", run.Lines[0].SubjectId, new { name = "Website" });
        return true;
    }
}

public sealed class RemoveStatusComponentExample : Example
{
    public override string OperationName => "status_component.remove";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await StatusPageSetup.AddComponent(stage));
}

public sealed class SetComponentStatusExample : Example
{
    public override string OperationName => "status_component.set";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await StatusPageSetup.AddComponent(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("status_component.set", run.Lines[0].SubjectId, new { status = "major_outage" });
        return true;
    }
}

public sealed class LimitStatusComponentExample : Example
{
    public override string OperationName => "status_component.limit";

    public override JsonElement? RefusedInput => Json.Element(new { tenants = new[] { "ext:nobody" } });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await StatusPageSetup.AddComponent(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("status_component.limit", run.Lines[0].SubjectId, new { tag = "beta" });
        return true;
    }
}

public sealed class LimitStatusGroupExample : Example
{
    private const string Group = "Europe";

    public override string OperationName => "status_component.limit_group";

    public override JsonElement? RefusedInput => Json.Element(new { group = "Nowhere", tag = "beta" });

    // Examples share a console, so each has another tag.
    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("status_component.add", IdGenerator.Platform, new { name = "Booking", group = Group });
        return new(IdGenerator.Platform, Json.Element(new { group = Group, tag = Tag() }));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("status_component.limit_group", IdGenerator.Platform, new { group = Group, tag = Tag() });
        return true;
    }

    private static string Tag() => $"tag-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
}

public sealed class PostNoticeExample : Example
{
    public override string OperationName => "status_notice.post";

    public override JsonElement? RefusedInput => Json.Element(new { title = " ", body = "Something fails." });

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("status_notice.update", run.Lines[0].Created!);
        return true;
    }
}

public sealed class UpdateNoticeExample : Example
{
    public override string OperationName => "status_notice.update";

    public override JsonElement? RefusedInput => Json.Element(new { body = " ", status = "monitoring" });

    public override async Task<Arranged> Arrange(LawHarness stage) => new((await stage.Run("status_notice.post", IdGenerator.Platform)).Lines[0].Created!);

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("status_notice.update", run.Lines[0].SubjectId, new { body = "It has ended.", status = "resolved" });
        return true;
    }
}

public sealed class ScheduleMaintenanceExample : Example
{
    public override string OperationName => "status_maintenance.schedule";

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                title = "Database upgrade",
                body = "It has been.",
                starts_at = "2020-01-01T02:00:00Z",
                ends_at = "2020-01-01T03:00:00Z",
            }
        );

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("status_maintenance.update", run.Lines[0].Created!);
        return true;
    }
}

public sealed class UpdateMaintenanceExample : Example
{
    public override string OperationName => "status_maintenance.update";

    public override JsonElement? RefusedInput => Json.Element(new { body = " " });

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new((await stage.Run("status_maintenance.schedule", IdGenerator.Platform)).Lines[0].Created!);

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("status_maintenance.update", run.Lines[0].SubjectId, new { body = "It is done.", status = "completed" });
        return true;
    }
}

public sealed class ConfigureStatusPageExample : Example
{
    public override string OperationName => "status_page.configure";

    public override JsonElement? RefusedInput => Json.Element(new { name = " " });

    // There is only one page, so each example has another name.
    public override Task<Arranged> Arrange(LawHarness stage) =>
        Task.FromResult(new Arranged(IdGenerator.Platform, Json.Element(new { name = $"Page {RandomNumberGenerator.GetHexString(8)}" })));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("status_page.configure", IdGenerator.Platform, new { name = $"Page {RandomNumberGenerator.GetHexString(8)}" });
        return true;
    }
}

public sealed class RemoveStatusSubscriberExample : Example
{
    public override string OperationName => "status_page.remove_subscriber";

    public override JsonElement? RefusedInput => Json.Element(new { subscriber = "ssb_unknown" });

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = $"ssb_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        await stage.Write(
            """
            insert into status_pages.subscribers (tenant_id, subscriber_id, email, token, token_hash, confirm_hash, confirm_sent_at, created_at)
            values ('tnt_platform', @id, @id || '@example.com', '\x00', convert_to(@id, 'UTF8'), convert_to(@id, 'UTF8'), now(), now())
            """,
            IdGenerator.Platform,
            new { id }
        );
        return new(IdGenerator.Platform, Json.Element(new { subscriber = id }));
    }
}

internal static class StatusPageSetup
{
    /// <returns>ID of a new component.</returns>
    public static async Task<string> AddComponent(LawHarness stage) => (await stage.Run("status_component.add", IdGenerator.Platform)).Lines[0].Created!;
}
