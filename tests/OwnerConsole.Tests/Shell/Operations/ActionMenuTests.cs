using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Shell.Operations;

/// <summary>The actions of one subject: grouped, and disabled with the reason when they would be refused. Several subjects choose from the same list.</summary>
public sealed class ActionMenuTests : OwnConsole
{
    [Fact]
    public async Task Actions_that_would_be_refused_now_are_disabled_with_the_reason()
    {
        var acme = await App.Tenant("acme", "Acme");

        await Owner.Get($"/operations/actions?menu=do&kind=tenant&subject={acme}&back=/tenants", ("HX-Request-Type", "partial"));

        Entry("tenant.reactivate").ShouldContain("aria-disabled=\"true\"");
        Entry("tenant.extend_trial").ShouldContain("aria-disabled=\"true\"");
        Owner.Page.ShouldContain("Acme has no trial with a known end date. Reset the trial instead.");
        foreach (var allowed in new[] { "tenant.suspend", "tenant.grant", "tenant.reset_trial", "note.add" })
            Entry(allowed).ShouldContain("href=");
        string[] groups = ["Access", "Plan and trial", "Limits and credits", "Communication", "Data", "Danger"];
        groups.Select(group => Owner.Page.IndexOf($">{group}</p>", StringComparison.Ordinal)).ShouldBeInOrder();
        Owner.Page.ShouldContain($">{groups[0]}</p>");
    }

    [Fact]
    public async Task Several_subjects_are_suspended_from_the_list_of_operations_and_skipped_ones_are_counted()
    {
        string[] tenants = [await App.Tenant("acme", "Acme"), await App.Tenant("bolt", "Bolt"), await App.Tenant("core", "Core")];
        await App.Run("tenant.suspend", tenants[0]);
        var subjects = string.Concat(tenants.Select(id => $"&subject={id}"));

        await Owner.Get($"/operations/choose?kind=tenant{subjects}&back=/tenants");
        var chooser = Owner.Page;
        var preview = chooser.Split("name=\"preview\" value=\"")[1].Split('"')[0];
        await Owner.Get($"/operations/new?operation=tenant.suspend{subjects}&back=/tenants");
        var dialog = Owner.Page;
        await Owner.Post(
            "/operations",
            [("operation", "tenant.suspend"), ("preview", preview), ("back", "/tenants"), .. tenants.Select(id => ("subject", id))]
        );

        chooser.ShouldContain("3 tenants selected");
        chooser.ShouldContain("Suspend: 2 of 3 tenants");
        dialog.ShouldContain("2 of 3 tenants");
        dialog.ShouldContain("<summary>1 already suspended</summary>");
        (await App.Status(tenants[2])).ShouldBe("suspended");
    }

    [Fact]
    public async Task The_primary_action_of_a_tenant_answers_its_open_need()
    {
        var acme = await App.Tenant("acme", "Acme");
        await Owner.Get($"/tenants/{acme}");
        var calm = Owner.Page;
        await App.Put($"/api/v1/tenants/{acme}", new { lifecycle = "trial", trial_ends_at = TimeProvider.System.GetUtcNow().AddHours(12) });

        await Owner.Get($"/tenants/{acme}");
        var ending = Owner.Page;
        await Owner.Post("/operations", ("operation", "tenant.extend_trial"), ("subject", acme), ("back", "/tenants"));
        await Owner.Get($"/tenants/{acme}");

        calm.ShouldNotContain("id=\"need\"");
        ending.ShouldContain("id=\"need\"");
        ending.ShouldContain("Extend trial by 7 days");
        Owner.Page.ShouldNotContain("Extend trial by 7 days");
    }

    private string Entry(string operation) =>
        Owner.Page.Split($"id=\"do-{operation}\"")[1].Split('>')[0] + Owner.Page.Split($"id=\"do-{operation}\"")[0].Split('<')[^1];
}
