using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Messaging.Automations;

public sealed class CreateAutomationExample : Example
{
    public override string OperationName => "automation.create";

    public override JsonElement? RefusedInput => AutomationSetup.Input("Welcome");

    public override Task<Arranged> Arrange(LawHarness stage) =>
        Task.FromResult(new Arranged(IdGenerator.Platform, AutomationSetup.Input(stage.NewId("welcome"))));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("automation.change", run.Lines[0].Created!, AutomationSetup.Input("Changed"));
        return true;
    }
}

public sealed class ChangeAutomationExample : Example
{
    public override string OperationName => "automation.change";

    public override async Task<Arranged> Arrange(LawHarness stage) =>
        new(await AutomationSetup.Create(stage), AutomationSetup.Input(stage.NewId("welcome"), stage.NewId("text")));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("automation.change", run.Lines[0].SubjectId, AutomationSetup.Input("Changed again"));
        return true;
    }
}

public sealed class EnableAutomationExample : Example
{
    public override string OperationName => "automation.enable";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await AutomationSetup.Create(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("automation.disable", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class DisableAutomationExample : Example
{
    public override string OperationName => "automation.disable";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = await AutomationSetup.Create(stage);
        await stage.Run("automation.enable", id);
        return new(id);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("automation.enable", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class PauseAutomationExample : Example
{
    public override string OperationName => "automation.pause";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = await AutomationSetup.Create(stage);
        await stage.Run("automation.enable", id);
        return new(id);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("automation.resume", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ResumeAutomationExample : Example
{
    public override string OperationName => "automation.resume";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = await AutomationSetup.Create(stage);
        await stage.Run("automation.enable", id);
        await stage.Run("automation.pause", id);
        return new(id);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("automation.pause", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class DeleteAutomationExample : Example
{
    public override string OperationName => "automation.delete";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await AutomationSetup.Create(stage));
}

public sealed class StopAutomationsExample : Example
{
    public override string OperationName => "automation.stop";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var tenant = await stage.Tenant();
        var automation = await AutomationSetup.Create(stage);
        await stage.Write(
            """
            insert into automations.enrollments (tenant_id, automation_id, occurrence, enrollment_id, version, mode, facts, due_at, enrolled_at)
            values (@tenant, @automation, '2030-01-01', @enrollment, 1, 'live', '{}', '2100-01-01T00:00:00Z', now())
            """,
            tenant,
            new
            {
                tenant,
                automation,
                enrollment = stage.NewId("enr"),
            }
        );
        return new(tenant);
    }
}

internal static class AutomationSetup
{
    /// <summary>An automation that no tenant of the laws starts.</summary>
    public static JsonElement Input(string name, string body = "Text") =>
        Json.Element(
            new
            {
                name,
                date = "renewal",
                steps = new[]
                {
                    new
                    {
                        kind = "in_app",
                        subject = "News",
                        body,
                    },
                },
            }
        );

    /// <returns>Id of an automation that is off.</returns>
    public static async Task<string> Create(LawHarness stage) =>
        (await stage.Run("automation.create", IdGenerator.Platform, Input(stage.NewId("welcome")))).Lines[0].Created!;
}
