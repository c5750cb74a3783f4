using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Privacy;

public sealed class RecordPrivacyRequestExample : Example
{
    public override string OperationName => "privacy_request.record";

    public override JsonElement? RefusedInput => Json.Element(new { kind = "correct" });

    public override Task<Arranged> Arrange(LawHarness stage) => Task.FromResult(new Arranged(IdGenerator.Platform));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("privacy_request.note", run.Lines[0].Created!);
        return true;
    }
}

public sealed class VerifyPrivacyRequestExample : Example
{
    public override string OperationName => "privacy_request.verify";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await PrivacySetup.Record(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("privacy_request.start", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ConfirmPrivacyRequestExample : Example
{
    public override string OperationName => "privacy_request.confirm";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await PrivacySetup.Record(stage));
}

public sealed class AskPrivacyIdentityExample : Example
{
    public override string OperationName => "privacy_request.ask_identity";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await stage.Run("mail.configure", IdGenerator.Platform, new { host = $"{stage.Word()}.example", from_address = "console@studio.example" });
        return new(await PrivacySetup.Record(stage));
    }
}

public sealed class StartPrivacyRequestExample : Example
{
    public override string OperationName => "privacy_request.start";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await PrivacySetup.Record(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("privacy_request.withdraw", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ExtendPrivacyRequestExample : Example
{
    public override string OperationName => "privacy_request.extend";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await PrivacySetup.Record(stage));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("privacy_request.withdraw", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class FulfilPrivacyRequestExample : Example
{
    public override string OperationName => "privacy_request.fulfil";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await PrivacySetup.Record(stage));
}

public sealed class RefusePrivacyRequestExample : Example
{
    public override string OperationName => "privacy_request.refuse";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await PrivacySetup.Record(stage));
}

public sealed class WithdrawPrivacyRequestExample : Example
{
    public override string OperationName => "privacy_request.withdraw";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await PrivacySetup.Record(stage));
}

public sealed class AddPrivacyRequestNoteExample : Example
{
    public override string OperationName => "privacy_request.note";

    public override JsonElement? RefusedInput => Json.Element(new { note = " " });

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await PrivacySetup.Record(stage));
}

public sealed class RestrictMemberExample : Example
{
    public override string OperationName => "member.restrict";

    public override async Task<Arranged> Arrange(LawHarness stage) => new((await stage.TenantWithMembers()).Members[0]);

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("member.lift_restriction", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class LiftMemberRestrictionExample : Example
{
    public override string OperationName => "member.lift_restriction";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var member = (await stage.TenantWithMembers()).Members[0];
        await stage.Run("member.restrict", member);
        return new(member);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("member.restrict", run.Lines[0].SubjectId);
        return true;
    }
}

public sealed class ExportMemberExample : Example
{
    public override string OperationName => "member.export";

    public override async Task<Arranged> Arrange(LawHarness stage) => new((await stage.TenantWithMembers()).Members[0]);
}

internal static class PrivacySetup
{
    /// <returns>ID of a new request of a person who is no member.</returns>
    public static async Task<string> Record(LawHarness stage) => (await stage.Run("privacy_request.record", IdGenerator.Platform)).Lines[0].Created!;
}
