using System.Text;
using System.Text.Json;

namespace Orrery.Configuration.Documents;

/// <summary>Reads JSON into located nodes.</summary>
public static class JsonReader
{
    /// <summary>Reads one document that must be an object.</summary>
    /// <param name="file">The name shown in diagnostics.</param>
    /// <param name="text">The document.</param>
    /// <param name="diagnostics">Takes what is wrong.</param>
    /// <returns>The object, or null when there is none to go on with.</returns>
    public static MapNode? Read(string file, string text, List<Diagnostic> diagnostics)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Utf8JsonReader reader = new(bytes);
        Lines lines = new(bytes);
        try
        {
            _ = reader.Read();
            Node root = Value(file, ref reader, ref lines);
            _ = reader.Read();
            if (root is MapNode map)
            {
                return map;
            }

            diagnostics.Add(new Diagnostic(file, root.Line, "", $"the file must hold one JSON object, not {root.Noun}"));
        }
        catch (JsonException problem)
        {
            string reason = problem.Message.Split(" LineNumber:")[0].Split(" Change the reader")[0].TrimEnd('.', ' ');
            diagnostics.Add(new Diagnostic(file, (int)(problem.LineNumber ?? 0) + 1, "", "is no valid JSON: " + reason));
        }

        return null;
    }

    private static Node Value(string file, ref Utf8JsonReader reader, ref Lines lines)
    {
        int line = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                List<MapEntry> entries = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    int keyLine = lines.At(reader.TokenStartIndex);
                    string key = reader.GetString() ?? "";
                    _ = reader.Read();
                    _ = entries.RemoveAll(entry => entry.Key == key);
                    entries.Add(new MapEntry(key, file, keyLine, Value(file, ref reader, ref lines)));
                }

                return new MapNode(file, line, entries);
            case JsonTokenType.StartArray:
                List<Node> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(file, ref reader, ref lines));
                }

                return new ListNode(file, line, items);
            case JsonTokenType.String:
                return new ScalarNode(file, line, reader.GetString() ?? "");
            default:
                return new ScalarNode(file, line, Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    /// <summary>Turns offsets that only grow into line numbers.</summary>
    private struct Lines(byte[] bytes)
    {
        private long _offset;
        private int _line = 1;

        public int At(long offset)
        {
            for (; _offset < offset; _offset++)
            {
                _line += bytes[_offset] == '\n' ? 1 : 0;
            }

            return _line;
        }
    }
}
