using System.Text.Json.Nodes;

namespace FakeStripe.State;

/// <summary>Copies form fields to a resource with the type that the resource has. Absent fields change nothing; empty text unsets.</summary>
internal static class FormFields
{
    public static void TakeTexts(this JsonObject resource, JsonObject form, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (form.ContainsKey(name))
                resource[name] = form.Text(name);
    }

    public static void TakeNumbers(this JsonObject resource, JsonObject form, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (form.ContainsKey(name))
                resource[name] = form.Number(name);
    }

    public static void TakeFlags(this JsonObject resource, JsonObject form, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (form.ContainsKey(name))
                resource[name] = form.Flag(name);
    }

    /// <summary>Adds and replaces single keys; an empty value removes its key, empty metadata removes all.</summary>
    public static void TakeMetadata(this JsonObject resource, JsonObject form)
    {
        if (!form.ContainsKey("metadata"))
            return;
        var metadata = form["metadata"] is JsonObject && resource["metadata"] is JsonObject kept ? kept.Copy() : [];
        foreach (var (key, value) in form.Object("metadata"))
            if (value?.ToString() is { Length: > 0 } text)
                metadata[key] = text;
            else
                metadata.Remove(key);
        resource["metadata"] = metadata;
    }

    /// <summary>Copies an object of texts, such as an address, over the fields of a template; unset keys are null.</summary>
    public static void TakeObject(this JsonObject resource, JsonObject form, string name, params ReadOnlySpan<string> fields)
    {
        if (!form.ContainsKey(name))
            return;
        if (form[name] is not JsonObject given)
        {
            resource[name] = null;
            return;
        }
        var copy = resource[name] is JsonObject kept ? kept.Copy() : [];
        foreach (var field in fields)
            copy[field] = given.ContainsKey(field) ? given.Text(field) : copy[field]?.DeepClone();
        resource[name] = copy;
    }
}
