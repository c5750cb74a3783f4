using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Architecture;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Trust.Team;

/// <summary>Irreversible operations are granted by name: no wildcard includes them, except the owner's star.</summary>
public sealed class FinalOperationsTests(TestConsole console) : IClassFixture<TestConsole>
{
    private IReadOnlyList<OperationDefinition> Final =>
        [.. console.Services.GetRequiredService<OperationCatalogue>().Own.Select(operation => operation.Definition).Where(declared => declared.IsIrreversible)];

    [Fact]
    public void A_wildcard_grants_no_irreversible_operation_and_its_name_does()
    {
        var final = Final;
        var families = final.Where(declared => Of(CallerKind.Person, $"{declared.Name.Split('.')[0]}.*").Can(declared));
        var named = final.Where(declared => Of(CallerKind.Person, declared.Name).Can(declared));

        final.Select(declared => declared.Name).ShouldContain("tenant.delete"); // it can be undone, but only until its waiting period ends
        families.ShouldBeEmpty();
        named.ShouldBe(final);
    }

    [Fact]
    public void The_star_grants_irreversible_operations_to_an_owner_but_not_to_a_key()
    {
        var final = Final;
        var owner = final.Where(Of(CallerKind.Person, "*").Can);
        var key = final.Where(Of(CallerKind.Key, "*").Can);

        owner.ShouldBe(final);
        key.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_admin_is_refused_an_irreversible_operation_that_the_owner_can_preview()
    {
        var (owner, app) = (await TestBrowser.Owner(console), await TestApplication.Connect(console));
        var form = $"/operations/new?operation=tenant.anonymise&subject={await app.Tenant("final-1")}&back=/tenants";
        var admin = await Colleague.Come(console, app, "adm@example.org", "admin");

        (await admin.Get(form)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        admin.Page.ShouldContain("tenant.anonymise");
        (await owner.Get(form)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_admin_cannot_approve_an_irreversible_operation()
    {
        await using var own = await TestConsole.Start();
        var crowd = await TenantCrowd.Gather(own, "waits", 1);
        var admin = await Colleague.Come(own, await TestApplication.Connect(own), "adm@example.org", "admin");
        var run = await crowd.Runner.Start(crowd.Ann, Order(await AboveTheCeiling(own, crowd), Proved), key: null, CancellationToken.None);

        await admin.Get("/approvals");

        run.State.ShouldBe(RunState.WaitingApproval);
        admin.Page.ShouldContain("You need the permission demo.erase.");
        admin.Page.ShouldContain("Nothing to approve");
    }

    [Fact]
    public async Task Requester_and_approver_both_verify_their_identity()
    {
        await using var own = await TestConsole.Start();
        var crowd = await TenantCrowd.Gather(own, "proved", 1);
        var preview = await AboveTheCeiling(own, crowd);

        var asked = await Should.ThrowAsync<Problem>(() => crowd.Runner.Start(crowd.Ann, Order(preview, proof: null), key: null, CancellationToken.None));
        var run = await crowd.Runner.Start(crowd.Ann, Order(preview, Proved), key: null, CancellationToken.None);
        var approved = await Should.ThrowAsync<Problem>(() => crowd.Approve(run));
        var waits = await crowd.Runs.Find(crowd.Ann, run.RunId, CancellationToken.None);
        var ended = await crowd.Ended(await crowd.Approve(run, new(ProofKind.Passkey, "key of Ben")));

        preview.RequiredConfirmation.ShouldBe(RequiredConfirmation.SecondPerson);
        (preview.RequiresReauthentication, preview.OverCeiling?.Subjects, preview.OverCeiling?.Ceiling.Subjects).ShouldBe((true, 1, 0));
        (asked.Code, approved.Code).ShouldBe(("needs_step_up", "needs_step_up"));
        waits.State.ShouldBe(RunState.WaitingApproval);
        (ended.State, ended.ProvedBy, ended.ApprovalProvedBy).ShouldBe((RunState.Done, ProofKind.PasswordAndCode, ProofKind.Passkey));
    }

    [Fact]
    public async Task The_run_page_requires_verification_for_an_approval()
    {
        await using var own = await TestConsole.Start();
        var owner = await TestBrowser.Owner(own);
        var crowd = await TenantCrowd.Gather(own, "asked", 1);
        var run = await crowd.Runner.Start(crowd.Ann, Order(await AboveTheCeiling(own, crowd), Proved), key: null, CancellationToken.None);
        var (page, hash) = ($"/operations/{run.RunId}", Convert.ToHexStringLower(run.Hash!));
        Task<HttpResponseMessage> Press(string password, string code) =>
            owner.Post(page + "/approve", ("hash", hash), ("proof_password", password), ("proof_code", code));
        async Task<RunState> State() => (await crowd.Runs.Find(crowd.Ann, run.RunId, CancellationToken.None)).State;

        await owner.Get(page);
        owner.Page.ShouldContain("Confirm that it's you");
        owner.Page.ShouldMatch(@"Expires <b class=""num"">on \d{1,2} \w{3} \d{4}, \d\d:\d\d UTC</b>"); // tomorrow
        owner.Page.ShouldContain("Erase demo data once approved");
        await Press("", "");
        await Press(TestBrowser.Password, "000000");
        (await State()).ShouldBe(RunState.WaitingApproval);
        await owner.Get(page);
        await Press(TestBrowser.Password, owner.NextCode());
        (await State()).ShouldNotBe(RunState.WaitingApproval);
        await owner.Get(page);

        owner.Page.ShouldContain(", verified with password and code");
    }

    [Theory]
    [InlineData("forbidden", "*")]
    [InlineData("forbidden", "tenant.*", "operation.read")]
    [InlineData("needs_step_up", "*", "tenant.anonymise")]
    public async Task A_key_cannot_execute_operations_that_require_a_person(string code, params string[] scopes)
    {
        var tenant = await (await TestApplication.Connect(console)).Tenant($"final-{code}-{scopes[0]}");
        var key = await TestApplication.Connect(console, scopes: scopes);

        var preview = await key.Send(HttpMethod.Post, "/api/v1/previews", Json.Text(new { operation = "tenant.anonymise", subjects = new[] { tenant } }));
        var answer =
            preview.Status != 200 && preview.Status != 201
                ? preview
                : await key.Send(
                    HttpMethod.Post,
                    "/api/v1/runs",
                    Json.Text(new { preview = preview.Body.GetProperty("id").GetString(), reason = "It is asked." })
                );

        (answer.Status, answer.Body.GetProperty("code").GetString()).ShouldBe((403, code));
        if (code == "forbidden")
            answer.Body.GetProperty("detail").GetString()!.ShouldContain("wildcards such as * don't include it. A person has to do it in the console.");
    }

    [Theory]
    [InlineData("tenant.anonymise", "exceeds_own_permissions")]
    [InlineData("tenant.suspend", null)]
    public async Task A_wildcard_holder_cannot_hand_out_an_irreversible_permission(string scope, string? code)
    {
        var giver = await TestApplication.Connect(console, scopes: ["tenant.*", "api_key.create", "operation.read"]);

        (await giver.Refusal("api_key.create", IdGenerator.Platform, new { name = "Of somebody", scopes = new[] { scope } })).ShouldBe(code);
    }

    [Fact]
    public void No_source_checks_an_irreversible_permission_by_its_name_alone()
    {
        var words = Final.SelectMany(declared => new[] { $"Can(\"{declared.Name}\")", $"Covers(grants, \"{declared.Name}\")" }).ToList();

        Product
            .Files("*.cs")
            .Concat(Product.Files("*.razor"))
            .Where(path => path.StartsWith("src/", StringComparison.Ordinal))
            .Where(path => words.Any(File.ReadAllText(Path.Combine(Product.Root, path)).Contains))
            .ShouldBeEmpty();
    }

    private static Caller Of(CallerKind kind, params string[] grants) => new("any", kind, grants);

    private static Proof Proved => new(ProofKind.PasswordAndCode);

    private static RunStartRequest Order(Preview preview, Proof? proof) =>
        new(preview.PreviewId, "It is over.", Confirmation: preview.Confirmation, Proof: proof);

    /// <summary>Previews an irreversible operation for which Ann has a limit of zero.</summary>
    private static async Task<Preview> AboveTheCeiling(TestConsole own, TenantCrowd crowd)
    {
        await (await TestApplication.Connect(own, Mode.Test)).Tenant("above");
        await crowd.Force("update core.tenants set reported_at = reported_at - interval '1 minute'");
        await crowd.Force(
            $"insert into core.ceilings (holder, permission, per, subjects, opened_by) values ('{crowd.Ann.Id}', 'demo.erase', '1 hour', 0, 'test')"
        );
        return await crowd.Previews.Create(crowd.Ann, "demo.erase", TargetSelection.Of(IdGenerator.Platform), Json.Element(new { }), CancellationToken.None);
    }
}
