using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Notifications;

public sealed class NotifyMemberExample : Example
{
    public override string OperationName => "member.notify";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var home = await stage.Once(async () => await stage.TenantWithMembers());
        var word = stage.Word();
        var made = await stage.App.Put($"/api/v1/tenants/{home.Tenant}/members/ext:{word}", new { name = $"Ada {word}" });
        return new(made.GetProperty("id").GetString()!);
    }

    public override JsonElement? RefusedInput =>
        Json.Element(
            new
            {
                title = "Hello",
                body = "See this.",
                link = "javascript:alert(1)",
            }
        );

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.App.Post($"/api/v1/members/{run.Lines[0].SubjectId}/notifications/{run.Lines[0].Created}/read", new { });
        return true;
    }
}
