using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Shell;

namespace OwnerConsole.Tests.Shell;

public sealed class NavigationTests
{
    private static readonly Navigation s_navigation = new([
        new(Section.Settings, "Keys", "/settings/keys", "api_key.read"),
        new(Section.Tenants, "Lifecycle", "/tenants/lifecycle", "tenant.read", Order: 1),
        new(Section.Tenants, "Directory", "/tenants", "tenant.read"),
        new(Section.Settings, "Email", "/settings/mail", "mail.read")
        {
            Tabs = [new("Server", "/settings/mail", "mail.read"), new("Log", "/emails", "email.read")],
        },
    ]);

    [Fact]
    public void A_section_is_listed_when_one_of_its_pages_is_readable()
    {
        var caller = new Caller("usr_1", CallerKind.Person, ["tenant.*"]);

        var entries = s_navigation.For(caller, "/tenants");

        entries.Select(entry => entry.Section).ShouldBe([Section.Tenants]);
        entries[0].Pages.Select(page => page.Title).ShouldBe(["Directory", "Lifecycle"]);
    }

    [Theory]
    [InlineData("/tenants/tnt_1", "Directory")]
    [InlineData("/tenants/lifecycle/x", "Lifecycle")]
    [InlineData("/tenantsandmore", null)]
    [InlineData("/emails/eml_1", "Email")]
    public void A_page_belongs_to_the_longest_matching_address(string path, string? title)
    {
        var current = s_navigation.For(Caller.System, path).SelectMany(entry => entry.Pages).SingleOrDefault(page => page.IsCurrent);

        current?.Title.ShouldBe(title);
        (current is null).ShouldBe(title is null);
    }

    [Fact]
    public void A_page_leads_to_its_first_tab_that_the_caller_can_read()
    {
        var caller = new Caller("usr_1", CallerKind.Person, ["email.read"]);

        s_navigation.For(caller, "/").Single().Pages.ShouldBe([new("Email", "/emails", IsCurrent: false)]);
    }

    [Fact]
    public void What_needs_attention_is_counted_at_the_page_where_it_is_resolved()
    {
        AttentionItem Item(string address, long count) => new(Urgency.Now, "Failed", address, "Open") { Count = count };
        AttentionList[] attention =
        [
            AttentionList.Of([Item("/emails?state=failed", 3)]),
            AttentionList.Of([Item("/tenants/tnt_1", 1), Item("/tenants/tnt_2", 1)]),
            new(9, [Item("/tenants/tnt_3", 1)]) { All = ("Show all 9 ending trials", "/explore?metric=trials.ending") },
            AttentionList.Of([Item("/elsewhere", 5)]),
        ];

        var entries = s_navigation.For(Caller.System, "/", attention);

        entries
            .SelectMany(entry => entry.Pages)
            .Where(page => page.Needs > 0)
            .Select(page => (page.Title, page.Needs))
            .ShouldBe([("Directory", 11), ("Email", 3)]);
        entries.Select(entry => entry.Needs).ShouldBe([11, 3]);
    }

    [Fact]
    public void No_two_pages_have_the_same_name()
    {
        var titles = ModuleList.All.SelectMany(module => module.Links).Concat(ShellSetup.Links).Select(link => link.Title);

        titles.ShouldBeUnique();
    }
}
