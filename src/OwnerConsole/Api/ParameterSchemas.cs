using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Api;

/// <summary>Describes the parameters of endpoints: types of query parameters, and the meaning of those in the path.</summary>
internal static class ParameterSchemas
{
    /// <summary>Meaning and pattern by the segment before the parameter and its name.</summary>
    private static readonly FrozenDictionary<string, (string Meaning, string? Pattern)> s_paths = new Dictionary<string, (string, string?)>(
        StringComparer.Ordinal
    )
    {
        ["automations/{id}"] = ("ID of the automation.", "^aut_"),
        ["broadcasts/{id}"] = ("ID of the broadcast.", "^brd_"),
        ["channels/{id}"] = ("ID of the channel.", "^chn_"),
        ["consents/{purpose}"] = ("Your own key of the purpose, such as marketing.", "^[a-z]"),
        ["contracts/{event_type}"] = ("Event type, such as tenant.suspended.", null),
        ["decisions/{id}"] = ("ID of the decision.", null),
        ["dunning/{id}"] = ("ID of the invoice (in_… or man_…).", null),
        ["errors/{id}"] = ("ID of the error.", "^erg_"),
        ["exports/{export}"] = ("ID of the export.", null),
        ["files/{name}"] = ("Name of the file.", null),
        ["gauges/{feature}"] = ("Key of the feature.", null),
        ["{feature}/{resource}"] = ("Your own ID of what takes the place.", null),
        ["heartbeats/{token}"] = ("Secret token in the address of a heartbeat probe.", null),
        ["impersonations/{id}"] = ("ID of the impersonation session.", null),
        ["imports/{id}"] = ("ID of the import.", "^imp_"),
        ["incidents/{id}"] = ("ID of the incident.", "^inc_"),
        ["instances/{id}"] = ("Your own ID of the process.", null),
        ["invoices/{id}"] = ("ID of the invoice (in_… or man_…).", null),
        ["members/{id}"] = ("ID of the member.", "^mbr_"),
        ["members/{member}"] = ("ID of the member, or ext: followed by your own ID.", "^(mbr_|ext:)"),
        ["messages/{message}"] = ("ID of the message.", "^chm_"),
        ["notices/{id}"] = ("ID of the incident or maintenance on the status page.", "^(stn|stm)_"),
        ["notifications/{notification}"] = ("ID of the notification.", "^ntf_"),
        ["privacy-requests/{id}"] = ("ID of the privacy request.", "^prq_"),
        ["push-subscriptions/{subscription}"] = ("ID of the subscription of a browser.", "^psb_"),
        ["plan-campaigns/{id}"] = ("ID of the campaign.", null),
        ["plans/{id}"] = ("ID of the plan.", "^pln_"),
        ["previews/{id}"] = ("ID of the preview.", "^prv_"),
        ["alerts/{id}"] = ("ID of the alert.", "^alt_"),
        ["probes/{id}"] = ("ID of the probe.", "^prb_"),
        ["reservations/{id}"] = ("ID of the reservation.", null),
        ["restatements/{id}"] = ("ID of the restatement.", null),
        ["runs/{id}"] = ("ID of the run.", "^run_"),
        ["slos/{id}"] = ("ID of the SLO.", "^slo_"),
        ["services/{name}"] = ("Name of the service.", null),
        ["subjects/{type}"] = ("Type of the subjects, as your application declares it.", null),
        ["tasks/{id}"] = ("ID of the task.", null),
        ["templates/{name}"] = ("Name of the email template, such as sign_in.new_device.", null),
        ["tickets/{id}"] = ("ID of the ticket in your help desk.", null),
        ["tenants/{id}"] = ("ID of the tenant, or ext: followed by your own ID.", "^(tnt_|ext:)"),
        ["upgrade-requests/{id}"] = ("ID of the upgrade request.", null),
        ["versions/{version}"] = ("Number of the version. 0 is the built-in text.", null),
        ["webhook-endpoints/{id}"] = ("ID of the endpoint.", null),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static OpenApiSchema Of(QueryType type) =>
        new()
        {
            Type = type.Name switch
            {
                "integer" => JsonSchemaType.Integer,
                "boolean" => JsonSchemaType.Boolean,
                _ => JsonSchemaType.String,
            },
            Format = type.Format,
            Pattern = type.Pattern,
            Minimum = type.Minimum?.ToString(CultureInfo.InvariantCulture),
            Maximum = type.Maximum?.ToString(CultureInfo.InvariantCulture),
            Enum = type.Words is { } words ? [.. words.Select(word => (JsonNode)JsonValue.Create(word))] : null,
        };

    /// <summary>Describes the parameters in the path of an endpoint.</summary>
    /// <exception cref="InvalidOperationException">A parameter has no meaning in the list above.</exception>
    public static void DescribePath(string path, OpenApiOperation operation)
    {
        var parts = path.Split('/');
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In is ParameterLocation.Path))
        {
            var place = Array.IndexOf(parts, $"{{{parameter.Name}}}");
            var name = $"{parts[place - 1]}/{parts[place]}";
            if (!s_paths.TryGetValue(name, out var known))
                throw new InvalidOperationException($"{path}: say in {nameof(ParameterSchemas)} what {name} means.");
            parameter.Description = known.Meaning;
            parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = known.Pattern };
        }
    }
}
