using Microsoft.Playwright;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Measures ten tasks of an owner with mouse, keyboard and phone, on a simulated platform.</summary>
internal static class TaskBudgets
{
    private const int Tenants = 60;

    private static readonly int Devices = Enum.GetValues<InputDevice>().Length;

    /// <summary>Every task starts on the overview.</summary>
    private static readonly (string Name, Func<TaskUser, Names, Task> Act)[] s_all =
    [
        ("suspend", Suspend),
        ("extend a trial", ExtendTrial),
        ("add credits", AddCredits),
        ("why is a tenant blocked", FindBlock),
        ("grant a plan", GrantPlan),
        ("download a time report", DownloadReport),
        ("invite support", Invite),
        ("find a failed webhook", FindWebhook),
        ("MRR by plan", ShowRevenue),
        ("undo", Undo),
    ];

    public static readonly BudgetCheck Tasks = new(
        "tasks",
        "tasks",
        "ten tasks of an owner at human reading and typing speed, with mouse, keyboard and phone",
        async (console, _) =>
        {
            var names = await Fill(console, Tenants);
            await using var browser = await BrowserSession.Start(console);
            await console.Do("update auth.sessions set proved_at = now() + interval '1 hour' where closed_at is null"); // as just after signing in
            var read = new List<(string Task, InputDevice Device, TaskUser User)>();
            foreach (var device in Enum.GetValues<InputDevice>())
            foreach (var (task, act) in s_all)
            {
                var user = new TaskUser(await browser.Open(device is InputDevice.Phone), device);
                await user.Page.GotoAsync("/overview");
                if (task == "undo")
                    await Suspend(user, names with { Number = (2 * Devices) + (int)device }); // what is undone isn't part of the task
                user.Start();
                await act(user, names with { Number = (int)device + (task == "suspend" ? Devices : 0) }); // a suspended tenant refuses other tasks
                user.Finish();
                read.Add((task, device, user));
                await user.Page.Context.CloseAsync();
            }
            return
            [
                .. read.Select(one => new Budget($"{one.Task}, {one.Device.ToText()}, {one.User.Clicks} clicks", one.User.Taken.TotalSeconds, null, "s")),
                .. read.GroupBy(one => one.Device)
                    .SelectMany(group =>
                        new Budget[]
                        {
                            new(
                                $"all tasks, {group.Key.ToText()}, median time",
                                Budget.Share([.. group.Select(one => one.User.Taken.TotalSeconds)], 0.5),
                                12,
                                "s"
                            ),
                            new(
                                $"all tasks, {group.Key.ToText()}, median number of clicks",
                                Budget.Share([.. group.Select(one => (double)one.User.Clicks)], 0.5),
                                3,
                                "clicks"
                            ),
                        }
                    ),
            ];
        }
    );

    /// <param name="Active">Tenants for the tasks that change one, a different one for each device.</param>
    /// <param name="Blocked">A tenant that has reached a limit.</param>
    /// <param name="Number">Position of the tenant, different for each device.</param>
    private sealed record Names(string[] Active, string[] Trials, string Blocked, string Plan, int Number = 0)
    {
        public string Tenant => Active[Number];

        public string Trial => Trials[Number];
    }

    private static async Task Suspend(TaskUser user, Names names)
    {
        await user.Find($"suspend {names.Tenant}", $"Suspend {names.Tenant}");
        await user.Press(user.Page.Locator("#preview-confirm"));
        await user.Page.Locator("#toasts .toast").WaitForAsync();
    }

    private static async Task ExtendTrial(TaskUser user, Names names)
    {
        await user.Find($"extend trial {names.Trial}", names.Trial);
        await user.Press(user.Page.Locator("#preview-confirm"));
        await user.Page.Locator("#toasts .toast").WaitForAsync();
    }

    private static async Task AddCredits(TaskUser user, Names names)
    {
        await user.Find($"add credits {names.Tenant}", names.Tenant);
        await user.Fill(user.Page.GetByLabel("Amount", new() { Exact = true }), "50");
        await user.Fill(user.Page.GetByLabel("Reason", new() { Exact = true }), "Outage");
        await user.Press(user.Page.Locator("#preview-confirm"));
        await user.Page.Locator("#toasts .toast").WaitForAsync();
    }

    private static async Task FindBlock(TaskUser user, Names names)
    {
        await user.Find(names.Blocked, names.Blocked);
        await user.Page.GetByText("Blocked since").First.WaitForAsync();
    }

    private static async Task GrantPlan(TaskUser user, Names names)
    {
        await user.Find($"grant plan {names.Tenant}", names.Tenant);
        await user.Select(user.Page.GetByLabel("Plan", new() { Exact = true }), names.Plan);
        await user.Press(user.Page.Locator("#preview-confirm"));
        await user.Page.Locator("#toasts .toast").WaitForAsync();
    }

    private static async Task DownloadReport(TaskUser user, Names names)
    {
        await user.Find(names.Tenant, names.Tenant);
        var download = user.Page.WaitForDownloadAsync();
        await user.Press(user.Page.Locator("#time-report-file"));
        await (await download).DeleteAsync();
    }

    private static async Task Invite(TaskUser user, Names names)
    {
        await user.Find("invite", "Send invitation");
        await user.Fill(user.Page.GetByLabel("Email", new() { Exact = true }), $"kim{names.Number}@example.org");
        await user.Fill(user.Page.GetByLabel("Name", new() { Exact = true }), "Kim");
        await user.Select(user.Page.GetByLabel("Role", new() { Exact = true }), "Support");
        await user.Press(user.Page.Locator("#preview-confirm"));
        await user.Page.Locator("#shown-secret").WaitForAsync();
    }

    private static async Task FindWebhook(TaskUser user, Names names)
    {
        await user.Find("failed del", "Failed deliveries");
        await user.Page.GetByText("410").First.WaitForAsync();
    }

    private static async Task ShowRevenue(TaskUser user, Names names)
    {
        await user.Find("mrr by plan", "MRR by plan");
        await user.Page.GetByRole(AriaRole.Table).First.WaitForAsync();
    }

    private static async Task Undo(TaskUser user, Names names)
    {
        if (user.Device is InputDevice.Keyboard)
            await user.Page.Keyboard.PressAsync("z");
        else
            await user.Press(user.Page.Locator("#toasts [data-undo]"));
        await user.Page.Locator("#toasts .toast").Filter(new() { HasText = "Undone" }).WaitForAsync();
    }

    /// <summary>Reports a simulated platform, and adds a webhook delivery that failed yesterday.</summary>
    private static async Task<Names> Fill(BenchConsole console, int tenants)
    {
        var profile = await console
            .Get<Previews>()
            .Create(
                Caller.System,
                "profile.choose",
                TargetSelection.Of(IdGenerator.Platform),
                Json.Element(new { profile = "creative" }),
                CancellationToken.None
            );
        await console.Get<Runner>().Start(Caller.System, new(profile.PreviewId, "A measurement."), key: null, CancellationToken.None);
        var key = (await console.Keys(1, Mode.Test))[0];
        var (code, said) = await WorldProcess.Run(console.Address, key, $"{tenants}", "--as", "creative");
        if (code != 0)
            throw new InvalidOperationException(said);
        await console.Do(
            """
            set app.intake = 'bench';
            insert into webhooks.endpoints values ('tnt_platform', 'whe_bench', 'https://hooks.example.com/owner', 'test', 'run_bench', now() - interval '9 days');
            insert into webhooks.deliveries
            select tenant_id, 'whd_bench', 'whe_bench', 'evt_bench', 'tenant.suspended', '{}', 'failed', 8, now() - interval '1 day', now() - interval '20 hours'
              from core.tenants limit 1;
            insert into webhooks.attempts select tenant_id, 'whd_bench', 8, now() - interval '20 hours', 90, 410, null from core.tenants limit 1
            """
        );
        return new(
            await NamesOf(console, "status = 'active'"),
            await NamesOf(console, "status = 'trial'"),
            (await NamesOf(console, "exists (select from entitlements.blocks b where b.tenant_id = t.tenant_id and b.closed_at is null)"))[0],
            "Pro"
        );
    }

    /// <summary>Names that the search finds once, so that its first result is the tenant that was meant.</summary>
    private static Task<string[]> NamesOf(BenchConsole console, string condition) =>
        console.One<string[]>(
            $"""
            select array_agg(name order by tenant_id)
              from (select t.tenant_id, t.name from core.tenants t join core.tenant_status s using (tenant_id)
                     where {condition} and t.name !~ '[<>'']'
                       and not exists (select from core.tenants other where other.tenant_id <> t.tenant_id and starts_with(other.name, t.name))
                     order by t.tenant_id limit {3 * Devices}) found
            """
        );
}
