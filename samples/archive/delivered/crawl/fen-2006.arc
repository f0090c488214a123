filedesc://old.arc 0.0.0.0 20060520101500 text/plain 65
1 0 Hand
URL IP-address Archive-date Content-type Archive-length

http://fen.example/2006/post office cat.html 192.0.2.7 20060520101502 text/html 458
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8
Content-Length: 378

<!DOCTYPE html><html lang="en"><head><title>Post office cat retires</title><meta name="date" content="2006-05-19"></head><body><h1>Post office cat retires</h1><p>After nine years behind the counter the post office cat has retired to the sorting room, where it is warmer.</p><p>The post is no slower. The mice are expected back on Monday, the postmistress said.</p></body></html>
