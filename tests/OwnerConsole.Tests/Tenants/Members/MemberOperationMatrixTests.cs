using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Tenants.Members;

/// <summary>A person of every role previews every operation on users: exactly those that the role grants are previewed, and others are forbidden.</summary>
public sealed class MemberOperationMatrixTests(TestConsole console) : IClassFixture<TestConsole>
{
    private IReadOnlyList<Operation> Operations =>
        [.. console.Services.GetRequiredService<OperationCatalogue>().All.Where(operation => operation.Definition.Subject == "member")];

    [Theory]
    [InlineData("owner")]
    [InlineData("admin")]
    [InlineData("support")]
    [InlineData("finance")]
    [InlineData("analyst")]
    [InlineData("read_only")]
    public async Task A_role_can_preview_exactly_the_operations_on_users_that_it_grants(string role)
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant($"matrix-{role}", members: 1);
        var member = (await app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!; // an id is never null
        var grants = await Grants(role);
        var caller = new Caller($"usr_{role}", CallerKind.Person, grants);
        var (wrong, allowed) = (new List<string>(), new List<string>());

        foreach (var operation in Operations)
        {
            var name = operation.Definition.Name;
            var isGranted = grants.Contains("*") || grants.Contains(name) || (!operation.Definition.IsIrreversible && Permissions.Covers(grants, name));
            var isAllowed = await CanPreview(caller, operation, member);
            if (isAllowed != isGranted)
                wrong.Add(name);
            if (isAllowed)
                allowed.Add(name);
        }

        wrong.ShouldBeEmpty();
        (allowed.Count == Operations.Count).ShouldBe(role is "owner");
        (allowed.Count == 0).ShouldBe(role is "finance" or "analyst" or "read_only");
        allowed.Contains("member.anonymise").ShouldBe(role is "owner");
        allowed.Contains("member.suspend").ShouldBe(role is "owner" or "admin" or "support");
    }

    private async Task<bool> CanPreview(Caller caller, Operation operation, string member)
    {
        try
        {
            await console
                .Services.GetRequiredService<Previews>()
                .Create(caller, operation.Definition.Name, TargetSelection.Of(member), operation.ExampleInput, TestContext.Current.CancellationToken);
            return true;
        }
        catch (Problem problem) when (problem.Status is 400 or 404 or 409 or 422)
        {
            return true; // the caller was allowed, and the example doesn't fit this user
        }
        catch (Problem problem) when (problem.Status is 403)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<string>> Grants(string role)
    {
        await using var look = await console.Database.ReadTenants([]);
        return (await TeamRole.Find(role, look))!.Grants; // not null: it is built in
    }
}
