<?xml version="1.0" encoding="windows-1252"?>
<CHANNEL HREF="https://courier.example/">
  <TITLE>Harbour Courier</TITLE>
  <ITEM HREF="https://courier.example/1998/signal-box" LASTMOD="1998-10-21T12:15+00:00">
    <TITLE>Signal box moves to the museum</TITLE>
    <ABSTRACT>The signal box of the quay railway was lifted over the wall on Tuesday, levers and all.</ABSTRACT>
  </ITEM>
</CHANNEL>
