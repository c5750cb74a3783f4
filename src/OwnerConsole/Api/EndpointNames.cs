using System.Collections.Frozen;

namespace OwnerConsole.Api;

/// <summary>Names endpoints in the API description: generated clients use the operation ID as the name of a method, and references group endpoints by tag.</summary>
internal static class EndpointNames
{
    /// <summary>Words that end in s and have no other singular.</summary>
    private static readonly string[] s_unchanged = ["analysis", "progress"];

    /// <summary>Names that the rules would make wrong or hard to read.</summary>
    private static readonly Dictionary<string, string> s_special = new(StringComparer.Ordinal)
    {
        ["POST events"] = "reportEvents",
        ["POST metrics/rows"] = "queryMetricRows",
        ["POST heartbeats/{token}"] = "receiveHeartbeat",
        ["POST channels/{id}/incoming"] = "receiveChannelMessage",
        ["POST channels/{id}/messages/{message}/status"] = "receiveChannelMessageStatus",
        ["POST emails/callbacks/resend"] = "receiveResendEvent",
        ["POST emails/callbacks/sendgrid"] = "receiveSendgridEvents",
        ["POST stripe/webhooks/live"] = "receiveLiveStripeEvent",
        ["POST stripe/webhooks/test"] = "receiveTestStripeEvent",
        ["PUT tenants/{id}/gauges/{feature}/{resource}"] = "putTenantGaugeSlot",
        ["DELETE tenants/{id}/gauges/{feature}/{resource}"] = "deleteTenantGaugeSlot",
        ["GET tenants/{id}/subjects/{type}"] = "listTenantSubjects",
        ["PUT tenants/{id}/subjects/{type}"] = "putTenantSubjects",
    };

    private static readonly FrozenDictionary<string, string> s_resources = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Alert routes"] = "Destinations, mute times and escalation of alerts.",
        ["Alert rules"] = "Conditions that cause alerts.",
        ["Alerts"] = "Alerts with their causes and notifications.",
        ["API keys"] = "Keys that applications use to call this API.",
        ["Application"] = "What your application declares: its meters, attributes, operations and tasks.",
        ["Automations"] = "Messages, operations and webhook events that an event, a date or a changed attribute of a tenant starts, in steps.",
        ["Backups"] = "Backups of the console's database.",
        ["Broadcasts"] = "Messages to many members, and their delivery results.",
        ["Channels"] = "Connections to services that deliver messages, and the messages sent on them.",
        ["Connector"] = "Connection to SQL views of your database, instead of reports.",
        ["Customers"] = "Customers copied from Stripe, and the tenants they belong to.",
        ["Decisions"] = "Why a limit allowed or refused a request.",
        ["Disputes"] = "Disputed payments copied from Stripe.",
        ["Dunning"] = "Unpaid invoices and what is done about them.",
        ["Dunning results"] = "What dunning has recovered.",
        ["Dunning simulation"] = "What other dunning steps would have done.",
        ["Duplicates"] = "Pairs of members and of tenants that are likely the same.",
        ["Emails"] = "Emails that the console has sent, and their templates.",
        ["Enrollments"] = "Tenants that automations have started for.",
        ["Entitlements"] = "Limits of tenants: check, consume, reserve.",
        ["Errors"] = "Errors of applications, reported with Sentry SDKs.",
        ["Event types"] = "Types of events that webhooks receive.",
        ["Events"] = "Events that your application reports as CloudEvents.",
        ["Exchange rates"] = "Rates that convert amounts to the reporting currency.",
        ["Features"] = "Features that plans grant and limit.",
        ["Findings"] = "Differences between Stripe, the console and your application.",
        ["Health"] = "Health of the console's own parts and of probed services.",
        ["Heartbeats"] = "Calls of jobs that heartbeat probes wait for.",
        ["Impersonations"] = "Sessions in which a team member acts as a member of a tenant.",
        ["Imports"] = "Files of tenants and members with the results of their rows.",
        ["Incident figures"] = "Mean times to detect, acknowledge and resolve incidents.",
        ["Incidents"] = "Incidents with their impact, timeline and post-mortem.",
        ["Instances"] = "Running processes of your application.",
        ["Invitations"] = "Invitations to the team.",
        ["Invoices"] = "Invoices copied from Stripe or added by hand.",
        ["Ledger"] = "Purchases and plans of tenants as rows.",
        ["Legal holds"] = "Tenants and members whose data must not be deleted.",
        ["Limits"] = "Tenants at or near their limits.",
        ["Log"] = "Audit log of everything that changed, with proofs.",
        ["Mail"] = "Settings of the mail server.",
        ["Members"] = "People who belong to tenants.",
        ["Meters"] = "Meters that count events.",
        ["Metrics"] = "Numbers about tenants, usage and revenue.",
        ["Months"] = "Revenue by month, with its movements.",
        ["Operations"] = "Catalogue of the operations that can be previewed and run.",
        ["Payments"] = "Payments copied from Stripe.",
        ["Plan campaigns"] = "Campaigns that move tenants to a new version of a plan.",
        ["Plans"] = "Plans, their versions and limits.",
        ["Platform"] = "The console as a whole.",
        ["Portal sessions"] = "Links to the pages that tenants open from your application.",
        ["Previews"] = "Previews of operations: what a run would change.",
        ["Prices"] = "Prices copied from Stripe, and the plans they belong to.",
        ["Privacy requests"] = "Requests of people about their data, with deadlines and evidence.",
        ["Probes"] = "Regular checks of services, with their state, uptime and latency.",
        ["Processing activities"] = "Record of processing (GDPR article 30).",
        ["Reconciliations"] = "Comparisons with Stripe and with your application.",
        ["Refunds"] = "Refunds copied from Stripe.",
        ["Reporting"] = "Time zone, currency and other rules of reports.",
        ["Restatements"] = "Corrections of closed months.",
        ["Retention"] = "How long each kind of data is kept, and what was deleted.",
        ["Revenue"] = "Cohorts, flows, concentration and lifetime value.",
        ["Roles"] = "Roles of the team.",
        ["Runs"] = "Runs of operations, their results, approval and undo.",
        ["Saved views"] = "Filters of lists that the team has saved.",
        ["Service map"] = "Dependencies between services, and what the failure of one would affect.",
        ["Services"] = "Services that send telemetry with OpenTelemetry.",
        ["Settings"] = "Settings of the console.",
        ["Silences"] = "Periods in which alerts send no notifications.",
        ["SLA results"] = "Results of tenants in periods of service level agreements.",
        ["SLAs"] = "Service level agreements with tenants.",
        ["SLOs"] = "Service level objectives with their error budgets and burn rates.",
        ["Status page"] = "The public status page: settings, components, incidents and maintenance.",
        ["Stream"] = "Entries of the log as they are written.",
        ["Stripe"] = "Connections to Stripe and the events received from it.",
        ["Subscriptions"] = "Subscriptions copied from Stripe or added by hand.",
        ["Support"] = "Support tickets that the help desk reports, from which SLAs are measured.",
        ["Suppressions"] = "Addresses that receive no messages.",
        ["Tasks"] = "Tasks that your application carries out on its own data.",
        ["Team members"] = "People who use the console.",
        ["Tenant deletions"] = "Scheduled and completed deletions of tenants, with evidence.",
        ["Tenants"] = "Your customers, as your application reports them.",
        ["Upgrade requests"] = "Requests of tenants for another plan.",
        ["Webhook endpoints"] = "Addresses that receive events.",
        ["Work"] = "Jobs that the console carries out in the background.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="method">HTTP method in capital letters.</param>
    /// <param name="path">Path after the version, such as <c>tenants/{id}/members</c>.</param>
    /// <param name="isList">Whether the endpoint returns a page of a list.</param>
    /// <returns>A name such as <c>listTenantMembers</c>, <c>getTenant</c> or <c>suspendTenant</c>.</returns>
    public static string OperationId(string method, string path, bool isList)
    {
        if (s_special.TryGetValue($"{method} {path}", out var special))
            return special;
        var parts = path.Split('/');
        var isOne = IsParameter(parts[^1]);
        var literals = parts.Where(part => !IsParameter(part)).ToList();
        var last = literals[^1];
        // An action on a whole collection keeps its plural: claimTasks.
        var isOnCollection = method == "POST" && parts.Length > 1 && !IsParameter(parts[^2]);
        var owners = string.Concat(literals.SkipLast(1).Select((word, place) => Pascal(isOnCollection && place == literals.Count - 2 ? word : Singular(word))));
        var target = owners + Pascal(isOne ? Singular(last) : last);
        return method switch
        {
            "GET" => (isList ? "list" : "get") + target,
            "POST" when last != Singular(last) => "create" + owners + Pascal(Singular(last)),
            "POST" => Act(last, owners),
            _ => method.ToLowerInvariant() + target,
        };
    }

    /// <param name="path">Path after the version.</param>
    /// <returns>The name of the resource, such as <c>Webhook endpoints</c>.</returns>
    public static string Tag(string path)
    {
        var words = path.Split('/')[0].Split('-');
        words[0] = words[0] switch
        {
            "api" => "API",
            "sla" => "SLA",
            "slas" => "SLAs",
            "slos" => "SLOs",
            var word => Pascal(word),
        };
        return string.Join(' ', words);
    }

    /// <returns>What the resource is, in one sentence.</returns>
    /// <exception cref="InvalidOperationException">The list above doesn't have it.</exception>
    public static string Describe(string tag) =>
        s_resources.TryGetValue(tag, out var meaning) ? meaning : throw new InvalidOperationException($"Say in {nameof(EndpointNames)} what {tag} are.");

    /// <summary>Puts the resource after the verb: suspend becomes suspendTenant, and change_plan becomes changeTenantPlan.</summary>
    private static string Act(string action, string owners)
    {
        var words = action.Split('_', '-');
        return words[0] + owners + string.Concat(words.Skip(1).Select(Pascal));
    }

    private static bool IsParameter(string part) => part.StartsWith('{');

    private static string Singular(string word) =>
        s_unchanged.Contains(word) || !word.EndsWith('s') ? word
        : word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word[..^1];

    private static string Pascal(string word) => string.Concat(word.Split('-', '_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
